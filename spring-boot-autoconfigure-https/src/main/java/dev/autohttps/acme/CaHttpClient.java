package dev.autohttps.acme;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The one way to a CA: an exchange has an end in time and a body has one in size, since
 * acme4j bounds neither while it holds the lock of its session.
 */
final class CaHttpClient extends HttpClient {

	private static final int LARGEST_BODY = 1 << 20;

	private final HttpClient delegate;

	private final Duration timeout;

	private final Consumer<HttpResponse<?>> observer;

	private final CaTraffic traffic;

	/**
	 * Create a new client.
	 * @param delegate does the work
	 * @param timeout for an exchange from its first byte to its last
	 * @param observer given each response, in the thread that sent the request
	 * @param traffic told of each exchange, in that thread too
	 */
	CaHttpClient(HttpClient delegate, Duration timeout, Consumer<HttpResponse<?>> observer, CaTraffic traffic) {
		this.delegate = delegate;
		this.timeout = timeout;
		this.observer = observer;
		this.traffic = traffic;
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
			throws IOException, InterruptedException {
		long start = System.nanoTime();
		HttpResponse<byte[]> response = null;
		byte[] content = {};
		try {
			response = send(request);
			this.observer.accept(response);
			content = inflated(response);
			return BufferedResponse.of(response, content, handler);
		}
		finally {
			this.traffic.exchanged(request.uri(), response, content, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
		BoundedBody bounded = new BoundedBody(LARGEST_BODY);
		CompletableFuture<HttpResponse<byte[]>> exchange = this.delegate.sendAsync(request,
				(response) -> bounded.subscriber());
		try {
			return exchange.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw late(request, this.timeout);
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			if (bounded.isTooLarge()) {
				throw tooLarge();
			}
			if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
				// acme4j sets a time-out of its own, which may be over first.
				throw late(request, request.timeout().orElse(this.timeout));
			}
			throw (cause instanceof IOException io) ? io : new IOException(cause);
		}
		finally {
			exchange.cancel(true);
		}
	}

	private static HttpTimeoutException late(HttpRequest request, Duration timeout) {
		return new HttpTimeoutException(
				"no complete answer within " + timeout.toSeconds() + " s from " + request.uri().getHost());
	}

	/**
	 * What is small on its way may be huge, and acme4j would read it all.
	 */
	private static byte[] inflated(HttpResponse<byte[]> response) throws IOException {
		if (!response.headers().firstValue("Content-Encoding").filter("gzip"::equalsIgnoreCase).isPresent()
				|| response.body().length == 0) {
			return response.body();
		}
		try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
			byte[] body = in.readNBytes(LARGEST_BODY + 1);
			if (body.length > LARGEST_BODY) {
				throw tooLarge();
			}
			return body;
		}
		catch (ZipException | EOFException ex) {
			throw new UnusableAnswerException("it is not compressed as it says (" + ex.getMessage() + ")");
		}
	}

	private static UnusableAnswerException tooLarge() {
		return new UnusableAnswerException("it is larger than " + LARGEST_BODY + " bytes");
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
		throw new UnsupportedOperationException("An exchange with a CA is bounded by the thread that waits for it");
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler,
			PushPromiseHandler<T> pushPromiseHandler) {
		return sendAsync(request, handler);
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.delegate.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.delegate.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.delegate.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.delegate.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.delegate.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.delegate.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.delegate.authenticator();
	}

	@Override
	public Version version() {
		return this.delegate.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.delegate.executor();
	}

}
