package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateStatus;
import dev.autohttps.test.Pebble;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;

/**
 * A {@link TestApplication} in this JVM.
 */
final class RunningApplication implements AutoCloseable {

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

	LiveCertificates live() {
		return this.context.getBean(LiveCertificates.class);
	}

	CertificateStatus status() {
		return this.context.getBean(CertificateKeepers.class).statuses().get(0);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
