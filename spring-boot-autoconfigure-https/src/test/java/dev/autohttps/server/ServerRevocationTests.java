package dev.autohttps.server;

import java.io.IOException;
import java.nio.file.Path;

import dev.autohttps.RunningApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.acceptance.TlsClient.Connection;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every server does once somebody else may have a key.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.autohttps.server.TestServer#tested")
class ServerRevocationTests {

	@TempDir
	static Path store;

	private static RunningApplication application;

	private static LiveCertificates live;

	@Parameter
	TestServer server;

	private final TlsClient client = TlsClient.trustingAnybody();

	@BeforeParameterizedClassInvocation
	static void startTheApplication(TestServer server) {
		application = server.start(store);
		live = application.bean(LiveCertificates.class);
	}

	@AfterParameterizedClassInvocation
	static void closeTheApplication() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aSessionThatWasBegunUnderAForgottenKeyIsNotResumed(String protocol) throws Exception {
		ServerCertificate compromised = serve();
		assertThat(isResumed(protocol)).as("resumed at first").isFalse();
		assertThat(isResumed(protocol)).as("resumed before").isTrue();
		ServerCertificate next = serve();
		// JDK 25 begins anew once after each swap.
		isResumed(protocol);
		assertThat(isResumed(protocol)).as("resumed although the certificate was replaced").isTrue();
		live.forget(compromised);
		try (Connection connection = connect(protocol)) {
			assertThat(connection.isResumed()).as("resumed after").isFalse();
			assertThat(connection.certificate()).isEqualTo(next.leaf());
			assertThat(connection.get("/often")).isEqualTo("often");
		}
		assertThat(isResumed(protocol)).as("resumed under the next key").isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void connectionsThatAreOpenStayOpen(String protocol) throws Exception {
		ServerCertificate compromised = serve();
		try (Connection connection = connect(protocol)) {
			assertThat(connection.get("/often")).isEqualTo("often");
			serve();
			live.forget(compromised);
			assertThat(connection.get("/often")).isEqualTo("often");
		}
	}

	private ServerCertificate serve() {
		ServerCertificate certificate = TestCertificates.of("localhost", "a.test");
		live.replace(new LiveCertificate(new CertificateId("https", KeyType.EC_P256), Domains.of("localhost", "a.test"),
				certificate, Standing.PRODUCTION));
		return certificate;
	}

	private boolean isResumed(String protocol) throws IOException {
		try (Connection connection = connect(protocol)) {
			assertThat(connection.get("/often")).isEqualTo("often");
			return connection.isResumed();
		}
	}

	private Connection connect(String protocol) throws IOException {
		return this.client.connect(application.port(), "a.test",
				(parameters) -> parameters.setProtocols(new String[] { protocol }));
	}

}
