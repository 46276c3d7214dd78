package dev.autohttps.acceptance;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * New clients that come to an application one after the other, each with a handshake and
 * a request.
 */
final class HandshakeStream implements AutoCloseable {

	private final RunningApplication application;

	private final List<X509Certificate> shown = new ArrayList<>();

	private final Thread thread = new Thread(this::run, "handshakes");

	private volatile boolean stopped;

	private volatile int begun;

	private volatile Throwable failure;

	private HandshakeStream(RunningApplication application) {
		this.application = application;
	}

	/**
	 * Let clients come, of which the first was served when this returns.
	 */
	static HandshakeStream to(RunningApplication application) {
		HandshakeStream stream = new HandshakeStream(application);
		stream.thread.start();
		Await.until("the first was served", Duration.ofSeconds(60), () -> stream.begun() > 1 || stream.failure != null);
		return stream;
	}

	/**
	 * Return how many clients began to come so far.
	 */
	int begun() {
		return this.begun;
	}

	/**
	 * Let no more come.
	 * @return what each was shown, none of which failed
	 */
	List<X509Certificate> stop() throws InterruptedException {
		this.stopped = true;
		this.thread.join();
		assertThat(this.failure).isNull();
		return this.shown;
	}

	private void run() {
		try {
			while (!this.stopped) {
				this.begun++;
				try (TlsClient.Connection connection = TlsClient.trustingAnybody()
					.connect(this.application.port(), "a.test")) {
					this.shown.add(connection.certificate());
					assertThat(connection.get("/hello")).isEqualTo(TestApplication.GREETING);
				}
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	@Override
	public void close() {
		this.stopped = true;
	}

}
