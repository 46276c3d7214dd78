package dev.autohttps.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import dev.autohttps.renewal.RenewalScheduler;
import dev.autohttps.test.Pebble;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;

/**
 * A {@link TestApplication} in this JVM.
 */
final class RunningApplication implements AutoCloseable {

	/**
	 * Where people can read why the CA suggests something.
	 */
	static final URI EXPLANATION = URI.create("https://ca.example/incident/42");

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * How long before a moment a leap ends, so that the application waits for it.
	 */
	private static final Duration RUN_UP = Duration.ofMillis(150);

	private final ConfigurableApplicationContext context;

	private final long portOpened;

	private RunningApplication(ConfigurableApplicationContext context, long portOpened) {
		this.context = context;
		this.portOpened = portOpened;
	}

	/**
	 * Start an application and wait until it is ready.
	 */
	static RunningApplication start(List<String> properties) {
		return start(properties, InstantSource.system());
	}

	/**
	 * Start an application that lives by a clock of its own.
	 */
	static RunningApplication start(List<String> properties, InstantSource clock) {
		long[] opened = new long[1];
		SpringApplication application = new SpringApplication(TestApplication.class);
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("httpsClock", clock));
		application
			.addListeners((ApplicationListener<WebServerInitializedEvent>) (event) -> opened[0] = System.nanoTime());
		application.setRegisterShutdownHook(false);
		String[] arguments = properties.stream().map((property) -> "--" + property).toArray(String[]::new);
		return new RunningApplication(application.run(arguments), opened[0]);
	}

	/**
	 * The properties of an application whose certificates come from Pebble.
	 */
	static List<String> properties(Pebble pebble, Path store, String... more) {
		List<String> properties = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"https.issuer=acme", "https.http.port=" + pebble.httpPort(),
				"https.acme.server=" + pebble.directoryUrl(), "https.acme.contact=ops@shop.example",
				"https.acme.terms-of-service-agreed=true", "https.acme.ssl.bundle=pebble",
				"spring.ssl.bundle.pem.pebble.truststore.certificate=" + pebble.trustPem().toUri(),
				"https.store.directory=" + store, "management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-details=always", "server.tomcat.max-keep-alive-requests=-1"));
		for (String property : more) {
			String name = property.substring(0, property.indexOf('=') + 1);
			properties.removeIf((former) -> former.startsWith(name));
			properties.add(property);
		}
		return properties;
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * When the port was opened, by {@link System#nanoTime()}.
	 */
	long portOpened() {
		return this.portOpened;
	}

	/**
	 * The certificate that a new client is shown.
	 */
	X509Certificate served() throws IOException {
		return TlsClient.served(port(), status().spec().domains().names().get(0));
	}

	/**
	 * What an operator is shown.
	 */
	String endpoint() throws IOException {
		String name = status().spec().domains().names().get(0);
		try (TlsClient.Connection connection = TlsClient.trustingAnybody().connect(port(), name)) {
			return connection.get("/actuator/certificates");
		}
	}

	LiveCertificates live() {
		return this.context.getBean(LiveCertificates.class);
	}

	CertificateStatus status() {
		return this.context.getBean(CertificateKeepers.class).statuses().get(0);
	}

	/**
	 * Wait for a certificate, but for no pause after a failure.
	 */
	void awaitCertificate(LeapingClock clock) {
		Await.until("a certificate is served", PATIENCE, () -> {
			CertificateStatus status = status();
			if (status.failure() != null) {
				leapTo(clock, status.nextAttempt());
			}
			return status.state() == CertificateState.VALID;
		});
	}

	/**
	 * Wait until a failure is the last of so many in a row, but for no pause before it.
	 */
	Failure awaitFailure(LeapingClock clock, int count) {
		Await.until("failure " + count, PATIENCE, () -> {
			Failure failure = status().failure();
			if (failure != null && failure.count() < count) {
				leapTo(clock, failure.retryAt());
			}
			return failure != null && failure.count() == count;
		});
		return status().failure();
	}

	/**
	 * Wait for what the CA says about the renewal, which is asked for at once.
	 */
	void awaitAdvice() {
		Await.until("the CA has said when to renew", PATIENCE, () -> {
			RenewalNotes notes = status().notes();
			return notes != null && notes.info() != null;
		});
	}

	/**
	 * Let the CA suggest a window for the next renewal, and the application ask again.
	 */
	void suggest(Pebble pebble, LeapingClock clock, Instant start, Instant end) {
		awaitAdvice();
		RenewalNotes before = status().notes();
		pebble.renewalInfo(status().live().certificate().leaf(), start, end, EXPLANATION);
		leapTo(clock, before.askAgain());
		Await.until("the application was told", PATIENCE, () -> {
			RenewalNotes notes = status().notes();
			return !notes.alias().equals(before.alias()) || EXPLANATION.toString().equals(notes.info().explanation());
		});
	}

	/**
	 * Leap to just before a moment, unless it is past. The scheduler would notice within
	 * a minute; it looks at the clock when it starts.
	 */
	void leapTo(LeapingClock clock, Instant moment) {
		Instant before = moment.minus(RUN_UP);
		if (before.isAfter(clock.instant())) {
			clock.leap(before);
			RenewalScheduler scheduler = this.context.getBean(RenewalScheduler.class);
			scheduler.stop();
			scheduler.start();
		}
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
