package dev.autohttps.testcontainers;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.autohttps.TestApplication;
import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.test.EnabledIfDocker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of a user, with a CA in a container that comes to see whether the names are
 * ours.
 */
@EnabledIfDocker(fixedPorts = true)
@Tag("once")
@Testcontainers
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "https.domains=shop.test", "https.http.port=5002" })
class PebbleContainerTests {

	@Container
	@ServiceConnection
	static final GenericContainer<?> pebble = new GenericContainer<>("ghcr.io/letsencrypt/pebble:latest")
		.withExposedPorts(14000, 15000)
		.withEnv("PEBBLE_VA_NOSLEEP", "1")
		.withExtraHost("shop.test", "host-gateway");

	@LocalServerPort
	int port;

	@Autowired
	AcmeConnectionDetails acme;

	@Test
	void servesWhatTheCaIssuedOnceItHasSeenThatTheNameIsOurs() throws Exception {
		SslBundle root = trusting(read(this.acme.getSslBundle(), 15000, "/roots/0"));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptions()
			.untilAsserted(() -> connect(root, "shop.test"));
		assertThat(pebble.getLogs()).contains("Attempting to validate w/ HTTP: http://shop.test:5002/");
		assertThat(this.acme.isForTests()).isTrue();
	}

	private void connect(SslBundle trust, String name) throws Exception {
		try (Socket tcp = new Socket(InetAddress.getLoopbackAddress(), this.port);
				SSLSocket tls = (SSLSocket) trust.createSslContext()
					.getSocketFactory()
					.createSocket(tcp, name, this.port, false)) {
			SSLParameters parameters = tls.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(name)));
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			tls.setSSLParameters(parameters);
			tls.startHandshake();
		}
	}

	private static String read(SslBundle trust, int port, String path) throws Exception {
		HttpClient client = HttpClient.newBuilder().sslContext(trust.createSslContext()).build();
		URI uri = URI.create("https://" + pebble.getHost() + ":" + pebble.getMappedPort(port) + path);
		return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

	private static SslBundle trusting(String pem) {
		return SslBundle.of(new PemSslStoreBundle(null, PemSslStore.load(PemSslStoreDetails.forCertificate(pem))));
	}

}
