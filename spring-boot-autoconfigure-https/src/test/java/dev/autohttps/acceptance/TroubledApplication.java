package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.autohttps.acceptance.Trouble.When;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.RenewalScheduler;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.PebbleBuilder;
import dev.autohttps.test.ProxiedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running application, its CA, and a way between them on which things go wrong.
 */
final class TroubledApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/**
	 * Before a first order the directory is looked at, before a renewal it is asked for
	 * advice: once each, which the JDK's client repeats by itself where a connection
	 * breaks.
	 */
	private static final int BESIDE = 2;

	private static final int CONNECTIONS_BESIDE = 6;

	/**
	 * How long before a moment a leap ends, so that the application waits for it.
	 */
	private static final Duration RUN_UP = Duration.ofMillis(150);

	/**
	 * A client reads 1 MiB of an answer; more may be on its way when it has enough, in
	 * the buffers of the system.
	 */
	private static final long MOST_BYTES = 8 << 20;

	private final LeapingClock clock = new LeapingClock();

	private final Pebble pebble;

	private final FaultyProxy proxy;

	private final List<String> properties;

	private RunningApplication application;

	TroubledApplication(PebbleBuilder pebble, Path store) {
		this.pebble = pebble.start();
		this.proxy = FaultyProxy.before(this.pebble, "localhost", this.clock);
		this.properties = RunningApplication.properties(this.pebble, store, "https.domains=a.test",
				"https.acme.server=" + this.proxy.directoryUrl());
	}

	void start() {
		this.application = RunningApplication.start(this.properties, this.clock);
	}

	Pebble pebble() {
		return this.pebble;
	}

	FaultyProxy proxy() {
		return this.proxy;
	}

	X509Certificate served() throws IOException {
		return TlsClient.served(this.application.port(), "a.test");
	}

	/**
	 * Let the trouble begin and end, and hold the application to what is expected of it.
	 */
	void endure(Trouble trouble, When when) throws IOException {
		if (when == When.RENEWAL) {
			awaitAdvice();
		}
		int seen = this.proxy.requests().size();
		int connections = this.proxy.connectionsMade();
		long bytes = this.proxy.bytesSent();
		trouble.begin(this.proxy);
		if (when == When.FIRST_START) {
			start();
		}
		else {
			leapTo(this.application.status().nextAttempt());
		}
		X509Certificate before = served();
		assertThat(before.getSubjectX500Principal().getName().contains("Placeholder"))
			.isEqualTo(when == When.FIRST_START);
		List<Failure> failures = new ArrayList<>();
		for (int count = 1; count <= trouble.failures(); count++) {
			if (count > 1) {
				leapTo(failures.get(count - 2).retryAt());
			}
			Failure failure = failure(count);
			assertThat(failure.kind()).isEqualTo(trouble.kind());
			assertThat(failure.message()).startsWith(this.proxy.directoryUrl().toString()).contains(trouble.message());
			assertThat(failure.retryAt()).isAfterOrEqualTo(asked(seen, failure).plus(trouble.shortestWait()));
			assertThat(served()).isEqualTo(before);
			failures.add(failure);
		}
		List<ProxiedRequest> requests = requestsFrom(seen);
		System.out.println("Faults: " + trouble + " at " + when + ": " + requests.size() + " requests in "
				+ (this.proxy.connectionsMade() - connections) + " new connections, "
				+ (this.proxy.bytesSent() - bytes) / 1024 + " KiB, " + failures.size() + " failures, waits "
				+ failures.stream()
					.map((failure) -> Duration.between(failure.at(), failure.retryAt()).toSeconds() + " s")
					.collect(Collectors.joining(", "))
				+ "; " + failures.get(0).message());
		assertThat(requests).hasSizeLessThanOrEqualTo(trouble.mostRequests() + BESIDE);
		assertThat(this.proxy.connectionsMade() - connections)
			.isLessThanOrEqualTo(Math.max(trouble.mostRequests(), trouble.failures()) + CONNECTIONS_BESIDE);
		assertThat(this.proxy.bytesSent() - bytes).isLessThan(trouble.failures() * MOST_BYTES);
		this.proxy.heal();
		leapTo(failures.get(failures.size() - 1).retryAt());
		awaitCertificateOtherThan(before);
		assertThat(requestsFrom(seen)).as("requests before it was time")
			.noneMatch((request) -> failures.stream()
				.anyMatch((failure) -> request.at().isAfter(failure.at()) && request.at().isBefore(failure.retryAt())));
	}

	/**
	 * When the CA was last asked before a failure.
	 */
	private Instant asked(int first, Failure failure) {
		return requestsFrom(first).stream()
			.map(ProxiedRequest::at)
			.filter((at) -> !at.isAfter(failure.at()))
			.max(Comparator.naturalOrder())
			.orElse(failure.at());
	}

	private List<ProxiedRequest> requestsFrom(int first) {
		List<ProxiedRequest> requests = this.proxy.requests();
		return requests.subList(first, requests.size());
	}

	Failure failure(int count) {
		Await.until("failure " + count, PATIENCE, () -> {
			Failure failure = this.application.status().failure();
			return failure != null && failure.count() >= count;
		});
		return this.application.status().failure();
	}

	/**
	 * Wait for a certificate that those who trust the CA accept.
	 */
	void awaitCertificateOtherThan(X509Certificate former) {
		Await.until("another certificate is served", PATIENCE, () -> !served().equals(former));
		Await.until("it is trusted", PATIENCE, this::isTrusted);
		assertThat(this.application.status().failure()).isNull();
	}

	private boolean isTrusted() throws IOException {
		try (TlsClient.Connection connection = TlsClient.trusting(this.pebble.root())
			.connect(this.application.port(), "a.test")) {
			return connection.get("/hello").equals(TestApplication.GREETING)
					&& this.application.status().state() == CertificateState.VALID;
		}
	}

	/**
	 * Wait until it is known what the CA says about the renewal, so that the moment of
	 * the next attempt stays.
	 */
	void awaitAdvice() {
		Await.until("the CA was asked about the renewal", PATIENCE, () -> {
			RenewalNotes notes = this.application.status().notes();
			return notes != null && notes.askAgain().isAfter(this.clock.instant());
		});
	}

	/**
	 * Leap to just before the next attempt.
	 */
	void leapToNextAttempt() {
		leapTo(this.application.status().nextAttempt());
	}

	/**
	 * Wait for a first certificate, but for no pause.
	 * @return how many attempts failed
	 */
	int awaitCertificateWithoutPauses() {
		AtomicInteger failures = new AtomicInteger();
		Await.until("a certificate is served", PATIENCE, () -> {
			Failure failure = this.application.status().failure();
			if (failure != null && failure.retryAt().isAfter(this.clock.instant().plus(RUN_UP))) {
				failures.set(failure.count());
				leapTo(failure.retryAt());
			}
			return this.application.status().state() == CertificateState.VALID;
		});
		Await.until("it is trusted", PATIENCE, this::isTrusted);
		return failures.get();
	}

	/**
	 * Leap to just before a moment. The scheduler would notice within a minute; it looks
	 * at the clock when it starts.
	 */
	private void leapTo(Instant moment) {
		this.clock.leap(moment.minus(RUN_UP));
		RenewalScheduler scheduler = this.application.context().getBean(RenewalScheduler.class);
		scheduler.stop();
		scheduler.start();
	}

	@Override
	public void close() {
		try (this.pebble; this.proxy) {
			if (this.application != null) {
				this.application.close();
			}
		}
	}

}
