package dev.autohttps.test;

import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;

import javax.net.ssl.HttpsURLConnection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Pebble}.
 */
@EnabledIfPebble
class PebbleTests {

	private final Pebble pebble = Pebble.builder().build();

	@TempDir
	Path folder;

	@AfterEach
	void close() {
		this.pebble.close();
	}

	@Test
	void itsDirectoryAnswersThoseWhoTrustItsPem() throws Exception {
		this.pebble.start();
		assertThat(get(this.pebble)).contains("newNonce", "newOrder", "renewalInfo", "\"default\"");
	}

	@Test
	void itsRootIssuedItsIntermediate() throws Exception {
		this.pebble.start();
		assertThat(TestTrust.certificate(this.pebble.rootPem())).isEqualTo(this.pebble.root());
		assertThat(this.pebble.intermediates()).hasSize(1)
			.allSatisfy((intermediate) -> intermediate.verify(this.pebble.root().getPublicKey()));
		assertThat(this.pebble.root()).isNotEqualTo(TestTrust.certificate(this.pebble.trustPem()));
	}

	@Test
	void aRestartedOneHasAnotherRootAtTheSameAddress() throws Exception {
		this.pebble.start();
		URI address = this.pebble.directoryUrl();
		X509Certificate root = this.pebble.root();
		this.pebble.stop();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(this.pebble));
		this.pebble.start();
		assertThat(this.pebble.directoryUrl()).isEqualTo(address);
		assertThat(get(this.pebble)).contains("newOrder");
		assertThat(this.pebble.root()).isNotEqualTo(root);
		assertThat(TestTrust.certificate(this.pebble.rootPem())).isEqualTo(this.pebble.root());
	}

	@Test
	void countsRequestsSinceTheStartAndOverAllStarts() throws Exception {
		this.pebble.start();
		get(this.pebble);
		assertThat(this.pebble.requestsSeen()).containsExactly("GET /dir");
		this.pebble.stop();
		this.pebble.start();
		assertThat(this.pebble.sinceStart().requestsSeen()).isEmpty();
		get(this.pebble);
		get(this.pebble);
		assertThat(this.pebble.sinceStart().requestsSeen()).containsExactly("GET /dir", "GET /dir");
		assertThat(this.pebble.requestsSeen()).hasSize(3);
		assertThat(this.pebble.ordersPlaced() + this.pebble.certificatesIssued() + this.pebble.accountsMade()).isZero();
	}

	@Test
	void aSuspendedOneAnswersNothingUntilItGoesOn() throws Exception {
		this.pebble.start();
		this.pebble.suspend();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> get(this.pebble, 300));
		assertThat(this.pebble.isRunning()).isTrue();
		assertThat(this.pebble.requestsSeen()).isEmpty();
		this.pebble.resume();
		assertThat(get(this.pebble)).contains("newOrder");
	}

	@Test
	void aSuspendedOneCanBeStopped() {
		this.pebble.start();
		this.pebble.suspend();
		this.pebble.stop();
		assertThat(Ports.canBeBound(this.pebble.directoryUrl().getPort())).isTrue();
	}

	@Test
	void leavesNothingBehind() {
		this.pebble.start();
		this.pebble.close();
		this.pebble.close();
		assertThat(Ports.canBeBound(this.pebble.directoryUrl().getPort())).isTrue();
		assertThat(this.pebble.trustPem().getParent()).doesNotExist();
		assertThat(Thread.getAllStackTraces().keySet()).noneMatch((thread) -> thread.getName().endsWith("-log"));
	}

	@Test
	void takesItsOptions() throws Exception {
		String key = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
		Path log = this.folder.resolve("pebble.log");
		try (Pebble special = Pebble.builder()
			.httpPort(5002)
			.profile("tiny", Duration.ofSeconds(20))
			.profile("week", Duration.ofDays(7))
			.externalAccountBinding("kid \"1\"", key)
			.blockedDomain("blocked.example")
			.rejectedNonces(0)
			.reusedAuthorizations(0)
			.retryAfter(0, 0)
			.validationSleep(true)
			.caaIdentities("ca.example", "ca.test")
			.logTo(log)
			.start()) {
			assertThat(special.httpPort()).isEqualTo(5002);
			assertThat(get(special)).contains("\"tiny\"", "\"week\"", "\"ca.example\"", "\"ca.test\"")
				.containsPattern("externalAccountRequired\": *true");
		}
		assertThat(log).content()
			.contains("validity period of 20 seconds", "Configured to reject 0% of good nonces",
					"for each identifier 0% of the time")
			.doesNotContain("Disabling random VA sleeps");
	}

	@Test
	void refusesAValidityThatPebbleWouldReplace() {
		assertThatIllegalArgumentException().isThrownBy(() -> Pebble.builder().profile("none", Duration.ZERO));
	}

	@Test
	void tellsItsDnsServer() {
		this.pebble.start();
		assertThatCode(() -> {
			this.pebble.addressOf("a.example", "127.0.0.2");
			this.pebble.addressOf("a.example", "::1");
			this.pebble.servfail("b.example");
			this.pebble.clearServfail("b.example");
		}).doesNotThrowAnyException();
	}

	@Test
	void saysWhyItDoesNotComeUp() {
		try (Pebble broken = Pebble.builder().externalAccountBinding("kid", "not base64!").build()) {
			assertThatIllegalStateException().isThrownBy(broken::start)
				.withMessageContaining("Pebble ended at once")
				.withMessageContaining("Failed to add key to external account bindings");
		}
	}

	private static String get(Pebble pebble) throws Exception {
		return get(pebble, 30_000);
	}

	private static String get(Pebble pebble, int patienceInMillis) throws Exception {
		HttpsURLConnection connection = (HttpsURLConnection) pebble.directoryUrl().toURL().openConnection();
		connection.setSSLSocketFactory(TestTrust.in(pebble.trustPem()).getSocketFactory());
		connection.setReadTimeout(patienceInMillis);
		connection.setRequestProperty("Connection", "close");
		assertThat(connection.getResponseCode()).isEqualTo(HttpURLConnection.HTTP_OK);
		try (InputStream body = connection.getInputStream()) {
			return new String(body.readAllBytes());
		}
	}

}
