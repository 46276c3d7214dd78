package dev.autohttps.web;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Lets another answer before the application of a reactive server, below whatever path
 * that is.
 */
public final class RespondingHttpHandler implements HttpHandler {

	private final HttpResponder responder;

	private final HttpHandler application;

	/**
	 * Create a new handler.
	 * @param responder is asked first
	 * @param application is asked about what it does not answer
	 */
	public RespondingHttpHandler(HttpResponder responder, HttpHandler application) {
		this.responder = responder;
		this.application = application;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		HttpQuestion question = question(request);
		if (!this.responder.mayWait(question)) {
			return finish(this.responder.answer(question), request, response);
		}
		return Mono.fromSupplier(() -> new Answered(this.responder.answer(question)))
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((answered) -> finish(answered.answer(), request, response));
	}

	private Mono<Void> finish(@Nullable HttpAnswer answer, ServerHttpRequest request, ServerHttpResponse response) {
		return (answer != null) ? write(answer, response) : this.application.handle(request, response);
	}

	private static HttpQuestion question(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		return new HttpQuestion(request.getMethod().name(), String.valueOf(request.getURI().getRawPath()),
				request.getURI().getRawQuery(), headers.getFirst(HttpHeaders.HOST),
				request.getSslInfo() != null || "https".equalsIgnoreCase(request.getURI().getScheme()),
				headers::getFirst);
	}

	private static Mono<Void> write(HttpAnswer answer, ServerHttpResponse response) {
		byte[] body = answer.body().getBytes(StandardCharsets.US_ASCII);
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		response.getHeaders().setContentLength(body.length);
		if (body.length == 0) {
			return response.setComplete();
		}
		response.getHeaders().set(HttpHeaders.CONTENT_TYPE, HttpAnswer.CONTENT_TYPE);
		// The answer to a HEAD is not complete with its body, which it does not have.
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)))
			.then(Mono.defer(response::setComplete));
	}

	private record Answered(@Nullable HttpAnswer answer) {

	}

}
