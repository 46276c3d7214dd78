package dev.autohttps.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.RunningApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.acceptance.TlsClient.Connection;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real CA asks each server whether the names are its own.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class ServerChallengeTests {

	@TempDir
	Path store;

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void anApplicationThatHasTheHttpsPortOnlyGetsItsCertificate(TestServer server, CapturedOutput output)
			throws Exception {
		try (Pebble pebble = Pebble.builder().start();
				RunningApplication application = start(server, pebble, "https.domains=a.test, 127.0.0.1",
						"https.http.enabled=false", "server.port=" + pebble.tlsPort())) {
			assertThatACertificateIsObtained(application, pebble);
			assertThat(pebble.ordersPlaced()).isEqualTo(1);
			assertThat(output.getOut().lines().filter((line) -> line.contains(" WARN ")).toList()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = "JETTY_HTTP2", mode = EnumSource.Mode.EXCLUDE)
	void soDoesOneThatSpeaksTls12Only(TestServer server) throws Exception {
		try (Pebble pebble = Pebble.builder().start();
				RunningApplication application = start(server, pebble, "https.domains=a.test",
						"https.acme.challenges=tls-alpn-01", "server.port=" + pebble.tlsPort(),
						"server.ssl.enabled-protocols=TLSv1.2")) {
			assertThatACertificateIsObtained(application, pebble);
		}
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void anApplicationThatIsAskedOverPlainHttpGetsItsCertificate(TestServer server) throws Exception {
		try (Pebble pebble = Pebble.builder().start();
				RunningApplication application = start(server, pebble, "https.domains=a.test, 127.0.0.1",
						"https.acme.challenges=http-01", "https.http.port=" + pebble.httpPort())) {
			assertThatACertificateIsObtained(application, pebble);
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = { "TOMCAT", "JETTY", "NETTY" })
	void whereThePlainPortIsNotReachedTheHttpsPortIsAskedNext(TestServer server, CapturedOutput output)
			throws Exception {
		try (Pebble pebble = Pebble.builder().start();
				RunningApplication application = start(server, pebble, "https.domains=a.test", "https.http.port=0",
						"server.port=" + pebble.tlsPort())) {
			assertThatACertificateIsObtained(application, pebble);
			assertThat(pebble.ordersPlaced()).isEqualTo(2);
			assertThat(output).contains("http-01").contains("tls-alpn-01");
		}
	}

	private RunningApplication start(TestServer server, Pebble pebble, String... more) {
		List<String> properties = new ArrayList<>(
				List.of("https.issuer=acme", "https.acme.server=" + pebble.directoryUrl(),
						"https.acme.terms-of-service-agreed=true", "https.acme.ssl.bundle=pebble",
						"spring.ssl.bundle.pem.pebble.truststore.certificate=" + pebble.trustPem().toUri()));
		properties.addAll(List.of(more));
		return server.start(this.store, properties.toArray(String[]::new));
	}

	private static void assertThatACertificateIsObtained(RunningApplication application, Pebble pebble)
			throws Exception {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> application.bean(CertificateKeepers.class)
				.statuses()
				.get(0)
				.state() == CertificateState.VALID);
		try (Connection connection = TlsClient.trusting(pebble.root())
			.connect(application.port(), "a.test",
					(parameters) -> parameters.setEndpointIdentificationAlgorithm("HTTPS"))) {
			assertThat(connection.get("/often")).isEqualTo("often");
		}
	}

}
