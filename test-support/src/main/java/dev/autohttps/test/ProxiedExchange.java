package dev.autohttps.test;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A request on its way through a {@link FaultyProxy}, and what can be done with it.
 */
final class ProxiedExchange {

	private final ProxiedRequest request;

	private final HttpMessage message;

	private final PebbleApi ca;

	private final Socket client;

	private final OutputStream out;

	private final CountDownLatch end;

	private final LongConsumer sent;

	ProxiedExchange(ProxiedRequest request, HttpMessage message, PebbleApi ca, Socket client, OutputStream out,
			CountDownLatch end, LongConsumer sent) {
		this.request = request;
		this.message = message;
		this.ca = ca;
		this.client = client;
		this.out = out;
		this.end = end;
		this.sent = sent;
	}

	ProxiedRequest request() {
		return this.request;
	}

	/**
	 * Pass the request and its answer on.
	 */
	void pass() throws IOException {
		send(ask());
	}

	/**
	 * Pass the request on.
	 * @return the answer of the CA
	 */
	HttpMessage ask() throws IOException {
		// The Host header is the client's, of which Pebble makes its URLs.
		try (Socket socket = this.ca.connect()) {
			HttpMessage last = this.message.with("Connection: close");
			last.write(socket.getOutputStream(), last.body().length);
			HttpMessage answer = HttpMessage.read(socket.getInputStream(), this.message.start().startsWith("HEAD "));
			if (answer == null) {
				throw new EOFException("Pebble did not answer");
			}
			return answer;
		}
	}

	void send(HttpMessage answer) throws IOException {
		send(answer, answer.body().length);
	}

	/**
	 * Answer.
	 * @param answer the answer
	 * @param length what it says of the length of its body
	 */
	void send(HttpMessage answer, long length) throws IOException {
		answer.write(this.out, length);
		this.sent.accept(answer.body().length);
	}

	/**
	 * Go on with a body.
	 */
	void send(byte[] part) throws IOException {
		this.out.write(part);
		this.sent.accept(part.length);
	}

	/**
	 * Let the connection end without a word.
	 */
	void cut() throws IOException {
		this.client.close();
	}

	/**
	 * Wait, unless the proxy is closed.
	 */
	void pause(Duration duration) {
		try {
			this.end.await(duration.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
