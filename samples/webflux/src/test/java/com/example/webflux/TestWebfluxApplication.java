package com.example.webflux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.autohttps.test.Pebble;

import org.springframework.boot.SpringApplication;

/**
 * The same application with certificates from Pebble, a real CA for tests, that live for
 * two minutes: so that a renewal goes by while one looks.
 */
public class TestWebfluxApplication {

	private static final int HTTPS = 8443;

	private static final int PLAIN = 8080;

	public static void main(String[] args) throws IOException {
		Pebble pebble = Pebble.builder()
			.httpPort(PLAIN)
			.tlsPort(HTTPS)
			.profile("two-minutes", Duration.ofMinutes(2))
			.start();
		Path store = Files.createTempDirectory("webflux-store-");
		System.out.println("Pebble is at " + pebble.directoryUrl() + ", its root at " + pebble.rootPem());
		System.out.println("Try: curl --cacert " + pebble.rootPem() + " https://webflux.localhost:" + HTTPS
				+ "/actuator/certificates");
		System.setProperty("https.domains", "webflux.localhost, www.webflux.localhost");
		System.setProperty("https.acme.server", pebble.directoryUrl().toString());
		System.setProperty("https.acme.terms-of-service-agreed", "true");
		System.setProperty("https.acme.ssl.bundle", "pebble");
		System.setProperty("spring.ssl.bundle.pem.pebble.truststore.certificate", pebble.trustPem().toUri().toString());
		System.setProperty("https.store.directory", store.toString());
		System.setProperty("server.port", String.valueOf(HTTPS));
		System.setProperty("https.http.port", String.valueOf(PLAIN));
		SpringApplication.from(WebfluxApplication::main).run(args);
	}

}
