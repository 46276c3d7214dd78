package dev.autohttps.docker.compose;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import dev.autohttps.TestApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.acme.connection.AcmeConnectionException;
import dev.autohttps.certificate.Pem;
import dev.autohttps.test.EnabledIfDocker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that has a CA among the services of its compose file, which comes to see
 * over TLS whether the names are ours.
 */
@EnabledIfDocker(fixedPorts = true)
@Tag("once")
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.DEFINED_PORT,
		properties = { "https.domains=shop.test", "server.port=5001", "https.http.enabled=false",
				"spring.docker.compose.enabled=true", "spring.docker.compose.skip.in-tests=false",
				"spring.docker.compose.file=src/test/resources/dev/autohttps/docker/compose/compose.yaml",
				"spring.docker.compose.stop.command=down", "spring.docker.compose.stop.timeout=1s" })
class PebbleDockerComposeTests {

	@Autowired
	AcmeConnectionDetails acme;

	@Test
	void servesWhatTheCaIssuedOnceItHasSeenThatTheNameIsOurs() throws Exception {
		assertThat(this.acme.getDirectory().getPort()).isEqualTo(port(service(), 14000));
		TlsClient client = TlsClient.trusting(Pem.certificates(read("/roots/0")).get(0));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptions()
			.until(() -> client.connect(5001, "shop.test").certificate().getIssuerX500Principal().getName(),
					(issuer) -> issuer.contains("Pebble Intermediate CA"));
	}

	@Test
	void saysWhatToDoWhereTheFileIsNotInTheContainer() {
		String name = service().getNames()[0].substring(1);
		ServiceFile files = new ServiceFile(new TestService(name, Map.of(), Map.of(), null));
		assertThat(files.read("/test/config/pebble-config.json")).contains("\"httpPort\": 5002");
		assertThatExceptionOfType(AcmeConnectionException.class).isThrownBy(() -> files.read("/no/such.pem"))
			.withMessageContaining("the service " + name)
			.withMessageContaining("docker cp says: ")
			.withMessageContaining("/no/such.pem");
	}

	private String read(String path) throws Exception {
		HttpClient client = HttpClient.newBuilder().sslContext(this.acme.getSslBundle().createSslContext()).build();
		URI uri = URI.create("https://localhost:" + port(service(), 15000) + path);
		return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

	private static Container service() {
		List<Container> found = DockerClientFactory.lazyClient()
			.listContainersCmd()
			.withLabelFilter(Map.of("com.docker.compose.service", "pebble"))
			.exec();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	private static Integer port(Container container, int port) {
		return Arrays.stream(container.getPorts())
			.filter((one) -> Integer.valueOf(port).equals(one.getPrivatePort()))
			.map(ContainerPort::getPublicPort)
			.findFirst()
			.orElseThrow();
	}

}
