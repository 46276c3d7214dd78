package dev.autohttps.testcontainers;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;

import dev.autohttps.TestApplication;
import dev.autohttps.acme.connection.AcmeConnectionException;
import dev.autohttps.acme.connection.Pebble;
import dev.autohttps.test.EnabledIfDocker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A test of a user to whom it does not matter how names are proven: all ports are random.
 */
@EnabledIfDocker
@Tag("once")
@Testcontainers
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "https.domains=shop.example")
class PebbleWithoutValidationTests {

	@Container
	@ServiceConnection
	static final GenericContainer<?> pebble = new GenericContainer<>("ghcr.io/letsencrypt/pebble:latest")
		.withExposedPorts(14000)
		.withEnv("PEBBLE_VA_ALWAYS_VALID", "1")
		.withEnv("PEBBLE_VA_NOSLEEP", "1");

	@Autowired
	SslBundles bundles;

	@Test
	void everyNameIsIssued() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> issuer("https"), (issuer) -> issuer.contains("Pebble Intermediate CA"));
	}

	@Test
	void saysWhatToDoWhereTheFileIsNotInTheContainer() {
		assertThatExceptionOfType(AcmeConnectionException.class)
			.isThrownBy(() -> new PebbleContainer(() -> pebble).trust("/no/such.pem"))
			.withMessage("The container of ghcr.io/letsencrypt/pebble:latest has no /no/such.pem,"
					+ " the CA that vouches for Pebble's API in its own image.")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("@PemTrustStore"));
	}

	@Test
	void saysWhichPortIsNotExposed() {
		try (GenericContainer<?> other = new GenericContainer<>(pebble.getDockerImageName())) {
			assertThatExceptionOfType(AcmeConnectionException.class)
				.isThrownBy(() -> new PebbleContainer(() -> other).directory())
				.withMessageContaining("does not expose port " + Pebble.PORT)
				.satisfies((ex) -> assertThat(ex.getAction()).contains(".withExposedPorts(14000)"));
		}
	}

	private String issuer(String bundle) throws Exception {
		KeyStore store = this.bundles.getBundle(bundle).getStores().getKeyStore();
		X509Certificate certificate = (X509Certificate) store.getCertificate(store.aliases().nextElement());
		return certificate.getIssuerX500Principal().getName();
	}

}
