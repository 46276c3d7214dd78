package dev.autohttps.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers the CA's question on any port of a servlet application, for the CA that was
 * redirected or came through a proxy, and lets everything else pass untouched.
 */
public final class HttpChallengeFilter implements Filter {

	private final ChallengeResponder responder;

	/**
	 * Create a new filter.
	 * @param responder knows the answers
	 */
	public HttpChallengeFilter(ChallengeResponder responder) {
		this.responder = responder;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest http = (HttpServletRequest) request;
		HttpAnswer answer = this.responder.answer(question(http));
		if (answer != null) {
			write(answer, (HttpServletResponse) response);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	/**
	 * Read a request.
	 * @param request the servlet request
	 * @return what is needed of it
	 */
	public static HttpQuestion question(HttpServletRequest request) {
		String path = request.getRequestURI();
		// There is none where the server refused to make sense of the request line.
		return new HttpQuestion(request.getMethod(), (path != null) ? path : "", request.getQueryString(),
				request.getHeader("Host"));
	}

	/**
	 * Write an answer.
	 * @param answer the answer
	 * @param response the servlet response, which is complete afterwards
	 * @throws IOException if the client is gone
	 */
	public static void write(HttpAnswer answer, HttpServletResponse response) throws IOException {
		byte[] body = answer.body().getBytes(StandardCharsets.US_ASCII);
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		response.setContentLength(body.length);
		if (body.length != 0) {
			response.setContentType(HttpAnswer.CONTENT_TYPE);
			response.getOutputStream().write(body);
		}
	}

}
