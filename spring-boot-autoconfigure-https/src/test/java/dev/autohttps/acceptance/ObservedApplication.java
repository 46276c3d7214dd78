package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.autohttps.RunningApplication;
import dev.autohttps.TestApplication;
import dev.autohttps.certificate.Failure;
import dev.autohttps.renewal.AccountRegistered;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import dev.autohttps.server.TestServer;
import dev.autohttps.test.Pebble;

import org.springframework.context.event.EventListener;

/**
 * An application on any server whose certificate comes from Pebble, as it is seen by
 * whoever looks after it.
 */
final class ObservedApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final RunningApplication application;

	private ObservedApplication(RunningApplication application) {
		this.application = application;
	}

	static ObservedApplication start(TestServer server, Pebble pebble, Path store, String... more) {
		return start(server, pebble, store, List.of(), more);
	}

	/**
	 * Start an application that has something more.
	 */
	static ObservedApplication start(TestServer server, Pebble pebble, Path store, List<Class<?>> parts,
			String... more) {
		List<String> properties = new ArrayList<>(server.properties());
		properties.addAll(dev.autohttps.acceptance.RunningApplication.properties(pebble, store, more));
		// A property that is said twice has both values.
		properties.removeIf((property) -> property.startsWith("spring.main.banner-mode=")
				|| property.startsWith("https.store.directory="));
		Set<String> once = new LinkedHashSet<>(properties);
		List<Class<?>> sources = new ArrayList<>(List.of(TestApplication.class, Events.class));
		sources.addAll(parts);
		return new ObservedApplication(RunningApplication.start(store, sources, once.toArray(String[]::new)));
	}

	ObservedApplication awaitCertificate() {
		Await.until("a certificate is served", PATIENCE, () -> status().state() == CertificateState.VALID);
		return this;
	}

	Failure awaitFailure() {
		Await.until("it failed", PATIENCE, () -> status().failure() != null);
		return status().failure();
	}

	String get(String path) throws IOException {
		String name = status().spec().domains().names().get(0);
		try (TlsClient.Connection connection = TlsClient.trustingAnybody().connect(this.application.port(), name)) {
			return connection.get(path);
		}
	}

	/**
	 * What Prometheus sees.
	 */
	Scrape scrape() throws IOException {
		return new Scrape(get("/actuator/prometheus"));
	}

	CertificateStatus status() {
		return this.application.bean(CertificateKeepers.class).statuses().get(0);
	}

	List<AccountRegistered> accounts() {
		return this.application.bean(Events.class).accounts;
	}

	<T> T bean(Class<T> type) {
		return this.application.bean(type);
	}

	@Override
	public void close() {
		this.application.close();
	}

	/**
	 * Remembers the accounts that were made.
	 */
	static class Events {

		private final List<AccountRegistered> accounts = new ArrayList<>();

		@EventListener
		void registered(AccountRegistered event) {
			this.accounts.add(event);
		}

	}

}
