package com.example.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.Pebble;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The gateway with three applications behind it and Pebble, a real CA for tests, beside
 * it.
 */
final class Scene implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ScenePorts ports;

	private final Path folder;

	private final Pebble pebble;

	private final Map<String, Backend> backends = new ConcurrentHashMap<>();

	private ConfigurableApplicationContext gateway;

	private Scene(ScenePorts ports, Path folder, Duration validity) {
		this.ports = ports;
		this.folder = folder;
		this.pebble = Pebble.builder()
			.httpPort(ports.plain())
			.tlsPort(ports.https())
			.profile("short", validity)
			.logTo(folder.resolve("pebble.log"))
			.build();
	}

	static Scene start(ScenePorts ports, Path folder, Duration validity, String... properties) throws IOException {
		Files.createDirectories(folder);
		Scene scene = new Scene(ports, folder, validity);
		Runtime.getRuntime().addShutdownHook(new Thread(scene::close, "scene-shutdown"));
		try {
			scene.startAll(properties);
			return scene;
		}
		catch (IOException | RuntimeException | Error ex) {
			scene.close();
			throw ex;
		}
	}

	private void startAll(String... properties) throws IOException {
		noteProcesses();
		int port = 0;
		for (String name : new String[] { "shop", "blog", "api" }) {
			this.backends.put(name, Backend.start(name, this.ports.backends()[port++], this.folder));
		}
		noteProcesses();
		this.pebble.start();
		noteProcesses();
		this.gateway = new SpringApplicationBuilder(GatewayApplication.class).run(
				Stream
					.concat(properties().entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()),
							Stream.of(properties))
					.map("--"::concat)
					.toArray(String[]::new));
		this.backends.values().forEach(Backend::awaitStarted);
		this.backends.keySet().forEach(this::awaitCertificate);
	}

	/**
	 * Note down what must be ended by hand if this process cannot do it any more.
	 */
	private void noteProcesses() throws IOException {
		ProcessHandle self = ProcessHandle.current();
		Files.write(this.folder.resolve("pids"),
				Stream.concat(Stream.of(self), self.descendants()).map((process) -> "" + process.pid()).toList());
	}

	/**
	 * Wait until the CA has issued a certificate.
	 * @param name the first part of the domain
	 */
	void awaitCertificate(String name) {
		CertificateRegistry certificates = this.gateway.getBean(CertificateRegistry.class);
		Await.until("a certificate for " + name, PATIENCE,
				() -> certificates.list()
					.stream()
					.filter((status) -> status.spec().domains().covers(name + ".localhost"))
					.anyMatch((status) -> status.state() != CertificateState.PLACEHOLDER));
	}

	private Map<String, Object> properties() throws IOException {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("server.port", this.ports.https());
		properties.put("https.http.port", this.ports.plain());
		properties.put("management.server.port", this.ports.management());
		properties.put("https.issuer", "acme");
		properties.put("https.acme.server", this.pebble.directoryUrl());
		properties.put("https.acme.terms-of-service-agreed", true);
		properties.put("https.acme.ssl.bundle", "pebble");
		properties.put("spring.ssl.bundle.pem.pebble.truststore.certificate", this.pebble.trustPem().toUri());
		properties.put("https.store.directory", Files.createTempDirectory(this.folder, "store-"));
		this.backends.forEach((name, backend) -> properties.put("backends." + name, backend.url()));
		return properties;
	}

	ScenePorts ports() {
		return this.ports;
	}

	Pebble pebble() {
		return this.pebble;
	}

	Backend backend(String name) {
		return this.backends.get(name);
	}

	/**
	 * Return the address of a page.
	 * @param name the first part of the domain
	 * @param path the path
	 */
	String url(String name, String path) {
		return "https://" + name + ".localhost:" + this.ports.https() + path;
	}

	@Override
	public void close() {
		if (this.gateway != null) {
			this.gateway.close();
		}
		this.backends.values().forEach(Backend::close);
		this.pebble.close();
	}

}
