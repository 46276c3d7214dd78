package dev.autohttps.acme;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscription;

import javax.net.ssl.SSLSession;

/**
 * A response that was received as a whole, with the body in the form that the caller
 * asked for.
 */
final class BufferedResponse<T> implements HttpResponse<T> {

	private final HttpResponse<byte[]> response;

	private final T body;

	private BufferedResponse(HttpResponse<byte[]> response, BodySubscriber<T> subscriber) {
		this.response = response;
		subscriber.onSubscribe(new Subscription() {

			@Override
			public void request(long n) {
			}

			@Override
			public void cancel() {
			}

		});
		subscriber.onNext(List.of(ByteBuffer.wrap(response.body())));
		subscriber.onComplete();
		this.body = subscriber.getBody().toCompletableFuture().join();
	}

	static <T> HttpResponse<T> of(HttpResponse<byte[]> response, BodyHandler<T> handler) {
		return new BufferedResponse<>(response, handler.apply(new Info(response)));
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
		return this.response.headers();
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

	private record Info(HttpResponse<?> response) implements HttpResponse.ResponseInfo {

		@Override
		public int statusCode() {
			return this.response.statusCode();
		}

		@Override
		public HttpHeaders headers() {
			return this.response.headers();
		}

		@Override
		public HttpClient.Version version() {
			return this.response.version();
		}

	}

}
