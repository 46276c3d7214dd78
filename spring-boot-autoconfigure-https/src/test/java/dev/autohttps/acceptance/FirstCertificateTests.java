package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.autohttps.acceptance.TlsClient.Connection;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A fresh store, a real CA, and nothing else.
 */
@EnabledIfPebble
@Tag("acceptance")
class FirstCertificateTests {

	private static final String[] TWO_CERTIFICATES = { "https.domains=a.test,www.a.test",
			"https.certificates.other.domains=b.test" };

	private static Pebble pebble;

	@TempDir
	Path store;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@Test
	void servesCertificatesOfTheCaSoonAfterThePortsAreOpen() throws Exception {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.properties(pebble, this.store, TWO_CERTIFICATES))) {
			TlsClient client = TlsClient.trusting(pebble.root());
			Await.until("a.test is served", Duration.ofSeconds(30), () -> isTrusted(client, application, "a.test"));
			Duration taken = Duration.ofNanos(System.nanoTime() - application.portOpened());
			Await.until("b.test is served", Duration.ofSeconds(30), () -> isTrusted(client, application, "b.test"));
			System.out.println("First certificate served " + taken.toMillis() + " ms after the ports were open");
			assertThat(taken).isLessThan(Duration.ofSeconds(20));
			assertThat(isTrusted(client, application, "www.a.test")).isTrue();
			assertThat(TlsClient.served(application.port(), "b.test").getSubjectAlternativeNames()).hasSize(1);
			assertThat(TlsClient.served(application.port(), "unknown.test"))
				.isEqualTo(TlsClient.served(application.port(), "a.test"));
		}
	}

	@Test
	void theChainVerifiesForOpenssl() throws Exception {
		assumeThat(hasOpenssl()).as("openssl is on the PATH").isTrue();
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.properties(pebble, this.store, TWO_CERTIFICATES))) {
			TlsClient client = TlsClient.trusting(pebble.root());
			for (String name : List.of("a.test", "www.a.test", "b.test")) {
				Await.until(name + " is served", Duration.ofSeconds(30), () -> isTrusted(client, application, name));
				assertThat(openssl(application.port(), name)).contains("Verification: OK")
					.contains("Verified peername: " + name);
			}
		}
	}

	@Test
	void isReadyWithoutWaitingForTheCa() throws Exception {
		pebble.suspend();
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.properties(pebble, this.store, "https.domains=a.test"))) {
			X509Certificate placeholder = TlsClient.served(application.port(), "a.test");
			assertThat(placeholder.getSubjectX500Principal().getName()).contains("Placeholder");
			assertThat(application.status().state()).isEqualTo(CertificateState.PLACEHOLDER);
			pebble.resume();
			Await.until("a.test is served", Duration.ofSeconds(60),
					() -> isTrusted(TlsClient.trusting(pebble.root()), application, "a.test"));
		}
		finally {
			pebble.resume();
		}
	}

	@Test
	void securityThatDeniesEverythingAndAContextPathDoNotKeepTheCaOut() {
		try (RunningApplication application = RunningApplication.start(RunningApplication.properties(pebble, this.store,
				"https.domains=a.test", "test.deny-all=true", "server.servlet.context-path=/app"))) {
			Await.until("a certificate was obtained", Duration.ofSeconds(30), () -> isObtained(application));
		}
	}

	@Test
	void bothKeyTypesOfOneNameAreObtainedAndChosenByTheClient() throws Exception {
		try (RunningApplication application = RunningApplication.start(RunningApplication.properties(pebble, this.store,
				"https.certificates.dual.domains=dual.test", "https.certificates.dual.key-types=ec-p256,rsa-2048"))) {
			Await.until("both are served", Duration.ofSeconds(30),
					() -> application.live()
						.current()
						.named("dual")
						.stream()
						.filter((one) -> !one.isPlaceholder())
						.count() == 2);
			assertThat(application.live().current().find("dual.test").stream().map(LiveCertificate::certificate))
				.extracting((certificate) -> certificate.algorithm())
				.containsExactlyInAnyOrder("EC", "RSA");
			assertThat(TlsClient.served(application.port(), "dual.test").getPublicKey().getAlgorithm()).isEqualTo("EC");
		}
	}

	@Test
	void anotherApplicationWithTheSameCertificateSharesIt() throws Exception {
		int before = pebble.ordersPlaced();
		String[] properties = { "https.domains=shared.test" };
		try (RunningApplication one = RunningApplication
			.start(RunningApplication.properties(pebble, this.store, properties));
				RunningApplication other = RunningApplication.start(RunningApplication.properties(pebble, this.store,
						"https.domains=shared.test", "https.http.port=0"))) {
			Await.until("both serve it", Duration.ofSeconds(30), () -> isObtained(one) && isObtained(other));
			assertThat(TlsClient.served(one.port(), "shared.test"))
				.isEqualTo(TlsClient.served(other.port(), "shared.test"));
			assertThat(pebble.ordersPlaced() - before).isEqualTo(1);
		}
	}

	@Test
	void theCertificatesOfTwoCasNeverMeet() throws Exception {
		AtomicReference<X509Certificate> first = new AtomicReference<>();
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.properties(pebble, this.store, "https.domains=a.test"))) {
			Await.until("a certificate was obtained", Duration.ofSeconds(30), () -> isObtained(application));
			first.set(TlsClient.served(application.port(), "a.test"));
		}
		try (Pebble other = Pebble.builder().start();
				RunningApplication application = RunningApplication
					.start(RunningApplication.properties(other, this.store, "https.domains=a.test"))) {
			assertThat(TlsClient.served(application.port(), "a.test")).isNotEqualTo(first.get());
			Await.until("a certificate was obtained", Duration.ofSeconds(30), () -> isObtained(application));
		}
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.properties(pebble, this.store, "https.domains=a.test"))) {
			assertThat(TlsClient.served(application.port(), "a.test")).isEqualTo(first.get());
		}
		try (var files = Files.walk(this.store.resolve("certificates"))) {
			assertThat(files.filter(Files::isRegularFile)).hasSize(2);
		}
	}

	private static boolean isObtained(RunningApplication application) {
		return application.status().state() == CertificateState.VALID;
	}

	private static boolean isTrusted(TlsClient client, RunningApplication application, String name) throws IOException {
		try (Connection connection = client.connect(application.port(), name)) {
			return connection.get("/hello").equals(TestApplication.GREETING);
		}
	}

	private static boolean hasOpenssl() throws InterruptedException {
		try {
			return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String openssl(int port, String name) throws IOException, InterruptedException {
		Process process = new ProcessBuilder("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername",
				name, "-verify_return_error", "-verify_hostname", name, "-CAfile", pebble.rootPem().toString())
			.redirectErrorStream(true)
			.start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

}
