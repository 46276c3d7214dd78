package dev.autohttps.acme;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Flow.Subscription;

import javax.net.ssl.SSLSession;

/**
 * A response that was received as a whole, with the body, decompressed, in the form that
 * the caller asked for, and without the headers that acme4j would stumble over.
 */
final class BufferedResponse<T> implements HttpResponse<T> {

	private final HttpResponse<byte[]> response;

	private final HttpHeaders headers;

	private final T body;

	private BufferedResponse(HttpResponse<byte[]> response, HttpHeaders headers, byte[] content,
			BodySubscriber<T> subscriber) {
		this.response = response;
		this.headers = headers;
		subscriber.onSubscribe(new Subscription() {

			@Override
			public void request(long n) {
			}

			@Override
			public void cancel() {
			}

		});
		subscriber.onNext(List.of(ByteBuffer.wrap(content)));
		subscriber.onComplete();
		this.body = subscriber.getBody().toCompletableFuture().join();
	}

	static <T> HttpResponse<T> of(HttpResponse<byte[]> response, byte[] content, BodyHandler<T> handler) {
		HttpHeaders headers = HttpHeaders.of(response.headers().map(), BufferedResponse::isUsable);
		return new BufferedResponse<>(response, headers, content, handler.apply(new Info(response, headers)));
	}

	/**
	 * For acme4j, a wait that it cannot read hides whatever else the CA said.
	 */
	private static boolean isUsable(String name, String value) {
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "content-encoding" -> !value.equalsIgnoreCase("gzip");
			case "retry-after" -> value.matches("\\d{1,9}") || isDate(value);
			case "date" -> isDate(value);
			default -> true;
		};
	}

	private static boolean isDate(String value) {
		try {
			return DateTimeFormatter.RFC_1123_DATE_TIME.parse(value) != null;
		}
		catch (DateTimeParseException ex) {
			return false;
		}
	}

	@Override
	public int statusCode() {
		return this.response.statusCode();
	}

	@Override
	public HttpRequest request() {
		return this.response.request();
	}

	@Override
	public Optional<HttpResponse<T>> previousResponse() {
		return Optional.empty();
	}

	@Override
	public HttpHeaders headers() {
		return this.headers;
	}

	@Override
	public T body() {
		return this.body;
	}

	@Override
	public Optional<SSLSession> sslSession() {
		return this.response.sslSession();
	}

	@Override
	public URI uri() {
		return this.response.uri();
	}

	@Override
	public HttpClient.Version version() {
		return this.response.version();
	}

	private record Info(HttpResponse<?> response, HttpHeaders headers) implements HttpResponse.ResponseInfo {

		@Override
		public int statusCode() {
			return this.response.statusCode();
		}

		@Override
		public HttpClient.Version version() {
			return this.response.version();
		}

	}

}
