package dev.autohttps.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * What goes wrong with a request that comes to a {@link FaultyProxy}.
 */
public final class Fault {

	private static final int PART = 1 << 16;

	private final Action action;

	private Fault(Action action) {
		this.action = action;
	}

	void happen(ProxiedExchange exchange) throws IOException {
		this.action.on(exchange);
	}

	/**
	 * The answer comes late.
	 * @param delay how late
	 * @return the fault
	 */
	public static Fault delay(Duration delay) {
		return new Fault((exchange) -> {
			HttpMessage answer = exchange.ask();
			exchange.pause(delay);
			exchange.send(answer);
		});
	}

	/**
	 * The connection ends before the CA sees the request.
	 * @return the fault
	 */
	public static Fault drop() {
		return new Fault(ProxiedExchange::cut);
	}

	/**
	 * The connection ends after the CA did what it was asked for.
	 * @return the fault
	 */
	public static Fault loseAnswer() {
		return new Fault((exchange) -> {
			exchange.ask();
			exchange.cut();
		});
	}

	/**
	 * The connection ends in the middle of the answer.
	 * @return the fault
	 */
	public static Fault cutAnswer() {
		return new Fault((exchange) -> {
			HttpMessage answer = exchange.ask();
			exchange.send(answer.half(), Math.max(1, answer.body().length));
			exchange.cut();
		});
	}

	/**
	 * The answer is of the right length by its own account, but half of it is missing.
	 * @return the fault
	 */
	public static Fault truncateAnswer() {
		return new Fault((exchange) -> exchange.send(exchange.ask().half()));
	}

	/**
	 * The answer says that it is something else.
	 * @param contentType what it says
	 * @return the fault
	 */
	public static Fault contentType(String contentType) {
		return new Fault((exchange) -> exchange.send(exchange.ask().with("Content-Type: " + contentType)));
	}

	/**
	 * The answer goes on and on.
	 * @param bytes how large it is
	 * @return the fault
	 */
	public static Fault hugeAnswer(long bytes) {
		return new Fault((exchange) -> {
			exchange.send(new HttpMessage("HTTP/1.1 200 OK", List.of("Content-Type: application/json"), new byte[0]),
					bytes);
			byte[] part = new byte[PART];
			Arrays.fill(part, (byte) ' ');
			for (long left = bytes; left > 0; left -= PART) {
				exchange.send((left < PART) ? Arrays.copyOf(part, (int) left) : part);
			}
		});
	}

	/**
	 * The answer is small on its way and huge once it is decompressed.
	 * @param bytes how large it is then
	 * @return the fault
	 */
	public static Fault inflatedAnswer(int bytes) {
		return new Fault((exchange) -> {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			try (OutputStream compressed = new GZIPOutputStream(body)) {
				byte[] part = new byte[PART];
				Arrays.fill(part, (byte) ' ');
				for (int left = bytes; left > 0; left -= PART) {
					compressed.write(part, 0, Math.min(left, PART));
				}
			}
			exchange.send(new HttpMessage("HTTP/1.1 200 OK",
					List.of("Content-Type: application/json", "Content-Encoding: gzip"), body.toByteArray()));
		});
	}

	/**
	 * Somebody else answers.
	 * @param answer what
	 * @return the fault
	 */
	public static Fault answer(FaultyAnswer answer) {
		return new Fault((exchange) -> exchange.send(answer.message()));
	}

	/**
	 * The answer says something else.
	 * @param text what the CA says
	 * @param other what is said in place of it
	 * @return the fault
	 */
	public static Fault rewriteAnswer(String text, String other) {
		return new Fault((exchange) -> {
			HttpMessage answer = exchange.ask();
			byte[] body = new String(answer.body(), StandardCharsets.UTF_8).replace(text, other)
				.getBytes(StandardCharsets.UTF_8);
			exchange.send(new HttpMessage(answer.start(), answer.headers(), body));
		});
	}

	/**
	 * The CA is not done with any order.
	 * @return the fault
	 */
	public static Fault ordersStayInProcess() {
		return rewriteAnswer("\"status\": \"valid\"", "\"status\": \"processing\"").at("POST /finalize-order/",
				"POST /my-order/");
	}

	/**
	 * Let it happen to some requests only.
	 * @param kinds the {@linkplain ProxiedRequest#kind() kinds} of the requests
	 * @return such a fault
	 */
	public Fault at(String... kinds) {
		List<String> some = List.of(kinds);
		return new Fault((exchange) -> {
			if (some.contains(exchange.request().kind())) {
				happen(exchange);
			}
			else {
				exchange.pass();
			}
		});
	}

	/**
	 * Let it happen to the first requests only: of all that come, or, if {@link #at} is
	 * called after this, of those kinds.
	 * @param times how often
	 * @return such a fault
	 */
	public Fault times(int times) {
		AtomicInteger left = new AtomicInteger(times);
		return new Fault((exchange) -> {
			if (left.getAndDecrement() > 0) {
				happen(exchange);
			}
			else {
				exchange.pass();
			}
		});
	}

	/**
	 * Let it happen now and then.
	 * @param percent how often in a hundred
	 * @return such a fault
	 */
	public Fault share(int percent) {
		return new Fault((exchange) -> {
			if (ThreadLocalRandom.current().nextInt(100) < percent) {
				happen(exchange);
			}
			else {
				exchange.pass();
			}
		});
	}

	private interface Action {

		void on(ProxiedExchange exchange) throws IOException;

	}

}
