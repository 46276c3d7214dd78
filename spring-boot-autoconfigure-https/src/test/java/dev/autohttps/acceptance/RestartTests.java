package dev.autohttps.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The CA is away, for a while.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class RestartTests {

	@TempDir
	Path store;

	@Test
	void theStoredCertificateIsServedFromTheFirstHandshakeOnWithoutTheCa() throws Exception {
		try (Pebble pebble = Pebble.builder().start()) {
			List<String> properties = RunningApplication.properties(pebble, this.store, "https.domains=a.test");
			X509Certificate obtained = obtain(properties);
			int orders = pebble.ordersPlaced();
			pebble.stop();
			try (RunningApplication application = RunningApplication.start(properties)) {
				assertThat(TlsClient.served(application.port(), "a.test")).isEqualTo(obtained);
				assertThat(application.status().state()).isEqualTo(CertificateState.VALID);
				assertThat(application.status().failure()).isNull();
			}
			assertThat(pebble.ordersPlaced()).isEqualTo(orders);
		}
	}

	@Test
	void anExpiredCertificateIsServedUntilTheCaReturnsAndThenReplacedWithoutARestart(CapturedOutput output)
			throws Exception {
		try (Pebble pebble = Pebble.builder().profile("short", Duration.ofSeconds(3)).start()) {
			List<String> properties = RunningApplication.properties(pebble, this.store, "https.domains=a.test");
			obtain(properties);
			pebble.stop();
			// It may have been renewed after it was served.
			ServerCertificate stored = stored();
			Await.until("it expired", Duration.ofSeconds(60), () -> Instant.now().isAfter(stored.notAfter()));
			try (RunningApplication application = RunningApplication.start(properties)) {
				X509Certificate served = TlsClient.served(application.port(), "a.test");
				assertThat(served).isEqualTo(stored.leaf());
				assertThat(Instant.now()).isAfter(served.getNotAfter().toInstant());
				assertThat(application.status().state()).isEqualTo(CertificateState.EXPIRED);
				assertThat(health(application)).contains("\"DEGRADED\"").contains("EXPIRED");
				Await.until("a failure is seen", Duration.ofSeconds(60), () -> application.status().failure() != null);
				assertThat(TlsClient.served(application.port(), "a.test")).isEqualTo(served);
				pebble.start();
				Await.until("it was replaced", Duration.ofSeconds(60),
						() -> !TlsClient.served(application.port(), "a.test").equals(served));
			}
			assertThat(output).contains("expired at")
				.contains("is served until a new one is there")
				.contains("was renewed and is served");
		}
	}

	@Test
	void aCaThatIsOffAtTheFirstStartIsAskedAgainWithGrowingPausesUntilItAnswers(CapturedOutput output)
			throws Exception {
		try (Pebble pebble = Pebble.builder().start()) {
			List<String> properties = RunningApplication.properties(pebble, this.store, "https.domains=a.test");
			pebble.stop();
			try (RunningApplication application = RunningApplication.start(properties)) {
				Await.until("two attempts failed", Duration.ofSeconds(60), () -> failures(application) >= 2);
				Failure second = application.status().failure();
				assertThat(second.kind()).isEqualTo(FailureKind.UNAVAILABLE);
				assertThat(Duration.between(second.at(), second.retryAt()))
					.isGreaterThanOrEqualTo(Duration.ofSeconds(4));
				assertThat(application.status().state()).isEqualTo(CertificateState.PLACEHOLDER);
				assertThat(health(application)).contains("\"DEGRADED\"").contains("cannot be reached");
				Await.until("both were told", Duration.ofSeconds(60), () -> told(output).size() >= 2);
				// There may be a third by now.
				List<String> told = told(output);
				assertThat(told).hasSizeLessThanOrEqualTo(failures(application))
					.allMatch((line) -> line.contains("cannot be reached") && line.contains("Next try at")
							&& line.contains("placeholder"));
				pebble.start();
				Await.until("it recovered", Duration.ofSeconds(60),
						() -> application.status().state() == CertificateState.VALID);
				assertThat(application.status().failure()).isNull();
			}
		}
	}

	@Test
	void aRestartDoesNotAskTheCaSoonerThanARunningProcessWould() throws Exception {
		try (Pebble pebble = Pebble.builder().blockedDomain("blocked.test").start()) {
			List<String> properties = RunningApplication.properties(pebble, this.store, "https.domains=blocked.test");
			Instant next;
			try (RunningApplication application = RunningApplication.start(properties)) {
				Await.until("it failed", Duration.ofSeconds(30), () -> failures(application) == 1);
				assertThat(application.status().failure().kind()).isEqualTo(FailureKind.ACTION_REQUIRED);
				assertThat(application.status().failure().problem().type()).endsWith("rejectedIdentifier");
				next = application.status().nextAttempt();
				assertThat(next).isAfter(application.status().failure().at().plusSeconds(20));
			}
			int requests = pebble.requestsSeen().size();
			for (int i = 0; i < 3; i++) {
				try (RunningApplication application = RunningApplication.start(properties)) {
					Await.until("it waits", Duration.ofSeconds(60), () -> failures(application) == 1);
					assertThat(application.status().nextAttempt()).isCloseTo(next, within(1, ChronoUnit.SECONDS));
				}
			}
			assertThat(pebble.requestsSeen()).hasSize(requests);
		}
	}

	@Test
	void aLocalCertificateWhoseRootIsGoneIsReplacedAtTheStart() throws Exception {
		List<String> properties = List.of("server.port=0", "https.issuer=local", "https.http.port=0",
				"https.store.directory=" + this.store);
		try (RunningApplication application = RunningApplication.start(properties)) {
			assertThat(trustedWithTheRootInTheStore(application)).isTrue();
		}
		Files.delete(this.store.resolve("local/root.pem"));
		Files.delete(this.store.resolve("local/root.crt"));
		try (RunningApplication application = RunningApplication.start(properties)) {
			assertThat(trustedWithTheRootInTheStore(application)).isTrue();
		}
	}

	private ServerCertificate stored() throws Exception {
		try (Stream<Path> files = Files.walk(this.store.resolve("certificates"))) {
			Path file = files.filter((path) -> path.endsWith("ec-p256.pem")).findFirst().orElseThrow();
			return ServerCertificate.parse(Files.readString(file));
		}
	}

	private boolean trustedWithTheRootInTheStore(RunningApplication application) throws Exception {
		X509Certificate root = Pem.certificates(Files.readString(this.store.resolve("local/root.crt"))).get(0);
		try (TlsClient.Connection connection = TlsClient.trusting(root).connect(application.port(), "localhost")) {
			return connection.get("/hello").equals(TestApplication.GREETING);
		}
	}

	private static List<String> told(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("could not be obtained")).toList();
	}

	private static int failures(RunningApplication application) {
		Failure failure = application.status().failure();
		return (failure != null) ? failure.count() : 0;
	}

	private static X509Certificate obtain(List<String> properties) throws Exception {
		try (RunningApplication application = RunningApplication.start(properties)) {
			Await.until("a certificate was obtained", Duration.ofSeconds(30),
					() -> !application.live().current().named("https").get(0).isPlaceholder());
			return TlsClient.served(application.port(), "a.test");
		}
	}

	private static String health(RunningApplication application) throws Exception {
		try (TlsClient.Connection connection = TlsClient.trustingAnybody().connect(application.port(), "a.test")) {
			return connection.get("/actuator/health");
		}
	}

}
