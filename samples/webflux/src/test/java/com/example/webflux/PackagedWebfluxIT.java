package com.example.webflux;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.PackagedApplication;
import dev.autohttps.test.PackagedAtPebble;
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
		try (PackagedAtPebble issued = PackagedAtPebble.start(JAR, this.store)) {
			PackagedApplication application = issued.application();
			application.await("Starting AOT-processed").await("Started WebfluxApplication");
			issued.awaitCertificates();
			assertThat(issued.get("/", null).body()).isEqualTo("Hello over HTTPS from Reactor Netty");
			assertThat(issued.get("/actuator/certificates", "text/html").body()).contains("<!doctype html>");
			assertThat(issued.get("/actuator/health", null).body()).contains("\"status\":\"UP\"");
			HttpResponse<String> redirect = PackagedApplication
				.get("http://127.0.0.1:" + application.plainPort() + "/somewhere", null, null);
			assertThat(redirect.headers().firstValue("Location"))
				.hasValue("https://127.0.0.1:" + application.port() + "/somewhere");
			assertThat(application.output()).noneMatch((line) -> line.contains(" ERROR "));
		}
	}

}
