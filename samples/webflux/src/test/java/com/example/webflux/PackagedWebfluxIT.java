package com.example.webflux;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.PackagedApplication;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as it is delivered, processed ahead of time.
 */
class PackagedWebfluxIT {

	private static final Path JAR = Path.of("target/webflux.jar");

	@TempDir
	Path store;

	@Test
	@EnabledIfPebble
	@Tag("acceptance")
	void servesWithWhatACaIssuedOverTheChallengeOfEachPort() throws IOException {
		try (Pebble pebble = Pebble.builder().start();
				PackagedApplication application = PackagedApplication.start(JAR, this.store,
						List.of("-Dspring.aot.enabled=true"),
						List.of("https.issuer=acme", "https.acme.server=" + pebble.directoryUrl(),
								"https.acme.terms-of-service-agreed=true", "https.acme.ssl.bundle=pebble",
								"spring.ssl.bundle.pem.pebble.truststore.certificate=" + pebble.trustPem().toUri(),
								"https.http.port=" + pebble.httpPort(), "server.port=" + pebble.tlsPort(),
								"https.certificates.http.domains=127.0.0.1", "https.default-certificate=http",
								"https.certificates.http.challenges=http-01", "https.certificates.tls.domains=tls.test",
								"https.certificates.tls.challenges=tls-alpn-01"))) {
			application.await("Starting AOT-processed").await("Started WebfluxApplication");
			application.await("two certificates", () -> valid(pebble, application) == 2);
			assertThat(get(pebble, application, "/", null).body()).isEqualTo("Hello over HTTPS from Reactor Netty");
			assertThat(get(pebble, application, "/actuator/certificates", "text/html").body())
				.contains("<!doctype html>");
			assertThat(get(pebble, application, "/actuator/health", null).body()).contains("\"status\":\"UP\"");
			HttpResponse<String> redirect = PackagedApplication
				.get("http://127.0.0.1:" + application.plainPort() + "/somewhere", null, null);
			assertThat(redirect.headers().firstValue("Location"))
				.hasValue("https://127.0.0.1:" + application.port() + "/somewhere");
			assertThat(application.output()).noneMatch((line) -> line.contains(" ERROR "));
		}
	}

	private static int valid(Pebble pebble, PackagedApplication application) {
		try {
			return get(pebble, application, "/actuator/certificates", null).body().split("\"VALID\"").length - 1;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static HttpResponse<String> get(Pebble pebble, PackagedApplication application, String path, String accept)
			throws IOException {
		return PackagedApplication.get("https://127.0.0.1:" + application.port() + path, pebble.rootPem(), accept);
	}

}
