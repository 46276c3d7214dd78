package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.renewal.CertificateOperations;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.RevocationStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Certificates that somebody revokes while they are served.
 */
@EnabledIfPebble
@Tag("acceptance")
class RevocationOnDemandTests {

	private static Pebble pebble;

	@TempDir
	Path store;

	private int orders;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@BeforeEach
	void count() {
		this.orders = pebble.ordersPlaced();
	}

	@Test
	void oneThatIsSupersededIsServedUntilTheNextIsThere() throws Exception {
		try (RunningApplication application = start()) {
			X509Certificate former = application.served();
			List<X509Certificate> shown;
			try (HandshakeStream handshakes = HandshakeStream.to(application)) {
				assertThat(revoke(application, RevocationReason.SUPERSEDED)).isEqualTo(former);
				assertThat(pebble.status(former)).isEqualTo(new RevocationStatus(true, 4));
				awaitOther(application, former);
				shown = handshakes.stop();
			}
			X509Certificate next = application.served();
			assertThat(next.getSerialNumber()).isNotEqualTo(former.getSerialNumber());
			assertThat(pebble.status(next).revoked()).isFalse();
			assertThat(shown).contains(former).containsOnly(former, next);
			System.out.println("Revocation: superseded, " + shown.size() + " handshakes, none failed, "
					+ shown.stream().filter(former::equals).count() + " with the former certificate");
		}
		assertThat(pebble.ordersPlaced() - this.orders).isEqualTo(2);
	}

	@Test
	void aCompromisedKeyIsNeverServedAgain() throws Exception {
		Map<Path, byte[]> backup = new HashMap<>();
		PublicKey compromised;
		try (RunningApplication application = start()) {
			X509Certificate former = application.served();
			compromised = former.getPublicKey();
			backup.putAll(certificates());
			List<X509Certificate> shown;
			int begun;
			try (HandshakeStream handshakes = HandshakeStream.to(application)) {
				assertThat(revoke(application, RevocationReason.KEY_COMPROMISE)).isEqualTo(former);
				begun = handshakes.begun();
				assertThat(application.served().getPublicKey()).isNotEqualTo(compromised);
				assertThat(pebble.status(former)).isEqualTo(new RevocationStatus(true, 1));
				awaitOther(application, former);
				shown = handshakes.stop();
			}
			X509Certificate next = application.served();
			assertThat(pebble.status(next).revoked()).isFalse();
			List<X509Certificate> after = shown.subList(begun, shown.size());
			assertThat(after).isNotEmpty()
				.noneMatch((one) -> one.getPublicKey().equals(compromised))
				.allMatch((one) -> one.equals(next) || isPlaceholder(one));
			System.out.println("Revocation: key compromised, " + after.size() + " handshakes since, none failed, "
					+ after.stream().filter(RevocationOnDemandTests::isPlaceholder).count() + " with a placeholder");
		}
		assertThat(pebble.ordersPlaced() - this.orders).isEqualTo(2);
		try (RunningApplication application = start()) {
			assertThat(application.served().getPublicKey()).isNotEqualTo(compromised);
		}
		assertThat(pebble.ordersPlaced() - this.orders).isEqualTo(2);
		for (Map.Entry<Path, byte[]> file : backup.entrySet()) {
			Files.write(file.getKey(), file.getValue());
		}
		try (RunningApplication application = RunningApplication.start(properties())) {
			assertThat(application.served().getPublicKey()).isNotEqualTo(compromised);
			Await.until("there is another", Duration.ofSeconds(30),
					() -> application.status().state() == CertificateState.VALID);
			assertThat(application.served().getPublicKey()).isNotEqualTo(compromised);
		}
	}

	@Test
	void whatTheCaDoesNotRevokeIsServedOn() throws Exception {
		try (Pebble other = Pebble.builder().httpPort(pebble.httpPort()).start()) {
			List<String> properties = RunningApplication.properties(other, this.store, "https.domains=a.test");
			try (RunningApplication application = RunningApplication.start(properties)) {
				Await.until("it was obtained", Duration.ofSeconds(30),
						() -> application.status().state() == CertificateState.VALID);
				X509Certificate former = application.served();
				other.stop();
				CertificateOperations operations = application.context().getBean(CertificateOperations.class);
				assertThatExceptionOfType(IssuanceException.class)
					.isThrownBy(() -> operations.revoke("https", RevocationReason.SUPERSEDED));
				assertThat(application.served()).isEqualTo(former);
				assertThat(application.status().state()).isEqualTo(CertificateState.VALID);
			}
		}
	}

	private static X509Certificate revoke(RunningApplication application, RevocationReason reason) throws Exception {
		List<ServerCertificate> revoked = application.context()
			.getBean(CertificateOperations.class)
			.revoke("https", reason);
		assertThat(revoked).hasSize(1);
		return revoked.get(0).leaf();
	}

	private static void awaitOther(RunningApplication application, X509Certificate former) {
		Await.until("another certificate is served", Duration.ofSeconds(30),
				() -> !application.served().equals(former) && application.status().state() == CertificateState.VALID);
	}

	private static boolean isPlaceholder(X509Certificate certificate) {
		return certificate.getSubjectX500Principal().getName().contains("Placeholder");
	}

	private RunningApplication start() {
		RunningApplication application = RunningApplication.start(properties());
		Await.until("it was obtained", Duration.ofSeconds(30),
				() -> application.status().state() == CertificateState.VALID);
		return application;
	}

	private List<String> properties() {
		return RunningApplication.properties(pebble, this.store, "https.domains=a.test");
	}

	private Map<Path, byte[]> certificates() throws IOException {
		Map<Path, byte[]> contents = new HashMap<>();
		try (Stream<Path> files = Files.walk(this.store.resolve("certificates"))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				contents.put(file, Files.readAllBytes(file));
			}
		}
		return contents;
	}

}
