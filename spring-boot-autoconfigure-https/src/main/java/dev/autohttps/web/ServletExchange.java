package dev.autohttps.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Reads requests and writes answers where both are those of the servlet API.
 */
public final class ServletExchange {

	private ServletExchange() {
	}

	/**
	 * Answer a request.
	 * @param responder knows the answer
	 * @param request the servlet request
	 * @param response the servlet response, which is complete if there is an answer
	 * @return whether there is one
	 * @throws IOException if the client is gone
	 */
	public static boolean answer(HttpResponder responder, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		HttpAnswer answer = responder.answer(question(request));
		if (answer != null) {
			write(answer, response);
		}
		return answer != null;
	}

	private static HttpQuestion question(HttpServletRequest request) {
		String path = request.getRequestURI();
		// There is none where the server refused to make sense of the request line.
		return new HttpQuestion(request.getMethod(), (path != null) ? path : "", request.getQueryString(),
				request.getHeader("Host"), request.isSecure(), request::getHeader);
	}

	private static void write(HttpAnswer answer, HttpServletResponse response) throws IOException {
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
