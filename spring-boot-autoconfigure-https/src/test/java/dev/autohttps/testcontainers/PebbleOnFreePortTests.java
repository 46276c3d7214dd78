package dev.autohttps.testcontainers;

import java.time.Duration;

import dev.autohttps.TestApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.test.EnabledIfDocker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of a user who runs several at once, so that the CA comes to a port that nobody
 * else has.
 */
@EnabledIfDocker
@Tag("once")
@Testcontainers
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "https.domains=shop.test")
class PebbleOnFreePortTests {

	static final int HTTP_PORT = TestSocketUtils.findAvailableTcpPort();

	static final String CONFIGURATION = """
			{ "pebble": {
			  "listenAddress": "0.0.0.0:14000", "managementListenAddress": "0.0.0.0:15000",
			  "certificate": "test/certs/localhost/cert.pem", "privateKey": "test/certs/localhost/key.pem",
			  "httpPort": %d, "tlsPort": 5001,
			  "profiles": { "default": { "description": "an hour", "validityPeriod": 3600 } } } }
			""";

	@Container
	@ServiceConnection
	static final GenericContainer<?> pebble = new GenericContainer<>("ghcr.io/letsencrypt/pebble:latest")
		.withExposedPorts(14000)
		.withEnv("PEBBLE_VA_NOSLEEP", "1")
		.withExtraHost("shop.test", "host-gateway")
		.withCopyToContainer(Transferable.of(CONFIGURATION.formatted(HTTP_PORT)), "/test/config/pebble-config.json");

	@DynamicPropertySource
	static void port(DynamicPropertyRegistry registry) {
		registry.add("https.http.port", () -> HTTP_PORT);
	}

	@LocalServerPort
	int port;

	@Test
	void theCaComesToThatPort() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> TlsClient.served(this.port, "shop.test").getIssuerX500Principal().getName(),
					(issuer) -> issuer.contains("Pebble Intermediate CA"));
		assertThat(pebble.getLogs()).contains("Attempting to validate w/ HTTP: http://shop.test:" + HTTP_PORT + "/");
	}

}
