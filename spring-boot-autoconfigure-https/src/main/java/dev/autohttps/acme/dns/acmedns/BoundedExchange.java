package dev.autohttps.acme.dns.acmedns;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.autohttps.acme.BoundedBody;

/**
 * An exchange over HTTP that has an end in time, and whose answer has one in size.
 */
final class BoundedExchange {

	private static final int LARGEST_BODY = 1 << 16;

	private final HttpClient client;

	private final Duration timeout;

	BoundedExchange(HttpClient client, Duration timeout) {
		this.client = client;
		this.timeout = timeout;
	}

	HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
		BoundedBody body = new BoundedBody(LARGEST_BODY);
		CompletableFuture<HttpResponse<byte[]>> exchange = this.client.sendAsync(request,
				(response) -> body.subscriber());
		try {
			return exchange.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new HttpTimeoutException("no complete answer");
		}
		catch (ExecutionException ex) {
			if (body.isTooLarge()) {
				throw new TooLargeException();
			}
			throw (ex.getCause() instanceof IOException io) ? io : new IOException(ex.getCause());
		}
		finally {
			exchange.cancel(true);
		}
	}

	/**
	 * Thrown when an answer is too large to be one.
	 */
	static final class TooLargeException extends IOException {

		private TooLargeException() {
			super("its answer is larger than " + LARGEST_BODY + " bytes");
		}

	}

}
