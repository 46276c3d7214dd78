package dev.autohttps.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import javax.net.ssl.SSLException;

import dev.autohttps.Certificates;
import dev.autohttps.RunningApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.acceptance.TlsClient.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What the settings of Boot and ours mean below HTTP and behind a proxy, whatever the
 * server.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.autohttps.server.TestServer#tested")
class ServerSettingsTests {

	@TempDir
	static Path store;

	@Parameter
	TestServer server;

	private final TlsClient client = TlsClient.trustingAnybody();

	@Test
	void whoAsksForAnUnknownNameIsRejectedIfTheServerIsToldSo() throws Exception {
		try (RunningApplication application = this.server.start(store, "https.unknown-host=reject")) {
			for (String protocol : new String[] { "TLSv1.3", "TLSv1.2" }) {
				assertThatExceptionOfType(SSLException.class)
					.isThrownBy(() -> get(application, "unknown.test", protocol))
					.withMessageContaining("unrecognized_name");
				assertThat(get(application, "localhost", protocol)).isEqualTo("often");
				assertThat(get(application, null, protocol)).isEqualTo("often");
				assertThat(get(application, "1.0.0.127.in-addr.arpa", protocol)).isEqualTo("often");
				assertThatExceptionOfType(SSLException.class)
					.isThrownBy(() -> get(application, "2.0.0.127.in-addr.arpa", protocol))
					.withMessageContaining("unrecognized_name");
			}
		}
	}

	@Test
	void protocolsAndCiphersAreThoseOfTheServerIfItNamesThem() throws Exception {
		try (RunningApplication application = this.server.start(store, "server.ssl.enabled-protocols=TLSv1.2",
				"server.ssl.ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")) {
			assertThatIOException().isThrownBy(() -> get(application, "localhost", "TLSv1.3"));
			try (Connection connection = this.client.connect(application.port(), "localhost",
					(parameters) -> parameters.setProtocols(new String[] { "TLSv1.2" }))) {
				assertThat(connection.cipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void whoComesFromAProxyThatEndedTlsIsNotSentInCircles(String strategy) throws Exception {
		try (RunningApplication application = this.server.start(store, "server.forward-headers-strategy=" + strategy)) {
			assertThat(forwarded(application, "https").body()).isEqualTo("application saw GET /hello");
			assertThat(forwarded(application, "http").statusCode()).isEqualTo(307);
			assertThat(application.getPlain("/hello").statusCode()).isEqualTo(307);
		}
	}

	@Test
	void aProxyIsNotBelievedByAnApplicationThatDoesNotTrustIt() throws Exception {
		try (RunningApplication application = this.server.start(store, "server.forward-headers-strategy=none")) {
			assertThat(forwarded(application, "https").statusCode()).isEqualTo(307);
		}
	}

	@Test
	void aManagementPortOfItsOwnServesTheCertificateThatItNamesAndItsSuccessors() throws Exception {
		try (RunningApplication application = this.server.start(store, "management.server.port=0",
				"management.server.ssl.bundle=https")) {
			int port = application.context()
				.getEnvironment()
				.getRequiredProperty("local.management.port", Integer.class);
			URI health = URI.create("https://localhost:" + port + "/actuator/health");
			assertThat(application.send(HttpRequest.newBuilder(health)).body()).contains("UP");
			String serial = Certificates.renew(application, store, "https");
			assertThat(TlsClient.served(port, "localhost").getSerialNumber().toString(16)).isEqualTo(serial);
			assertThat(application.get("/hello").statusCode()).isEqualTo(200);
			assertThat(application.getPlain("/hello").headers().firstValue("Location"))
				.hasValue(application.https("/hello").toString());
		}
	}

	@Test
	void aServerThatNamesOneOfOurBundlesServesItToEverybody() throws Exception {
		try (RunningApplication application = this.server.start(store, "https.issuer=local", "https.domains=localhost",
				"https.certificates.other.domains=other.test", "server.ssl.bundle=other")) {
			for (String name : new String[] { "localhost", "other.test", "unknown.test" }) {
				assertThat(TlsClient.served(application.port(), name).getSubjectAlternativeNames())
					.anySatisfy((one) -> assertThat(one.get(1)).isEqualTo("other.test"));
			}
		}
	}

	private String get(RunningApplication application, String name, String protocol) throws IOException {
		try (Connection connection = this.client.connect(application.port(), name,
				(parameters) -> parameters.setProtocols(new String[] { protocol }))) {
			return connection.get("/often");
		}
	}

	private static HttpResponse<String> forwarded(RunningApplication application, String scheme) throws Exception {
		return application
			.send(HttpRequest.newBuilder(application.plain("/hello")).header("X-Forwarded-Proto", scheme));
	}

}
