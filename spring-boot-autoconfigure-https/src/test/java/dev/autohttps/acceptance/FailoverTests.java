package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two CAs, of which the second is there for what the first cannot do.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class FailoverTests {

	private static Pebble first;

	private static Pebble second;

	@TempDir
	Path store;

	private final LeapingClock clock = new LeapingClock();

	private int before;

	@BeforeAll
	static void startPebbles() {
		first = Pebble.builder().blockedDomain("refused.test").retryAfter(0, 0).start();
		second = Pebble.builder().httpPort(first.httpPort()).retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebbles() {
		first.close();
		second.close();
	}

	@BeforeEach
	void count() {
		first.start();
		this.before = second.ordersPlaced();
	}

	@Test
	void aFirstCertificateComesFromTheSecondCaAndTheNextFromTheFirstThatIsWellAgain(CapturedOutput output)
			throws Exception {
		first.stop();
		X509Certificate fromSecond;
		try (RunningApplication application = start("a.test")) {
			Failure failure = application.awaitFailure(this.clock, 2);
			assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
			assertThat(ordersOfTheSecond()).isZero();
			long began = System.nanoTime();
			application.awaitCertificate(this.clock);
			fromSecond = application.served();
			System.out.println("Failover: the second CA's certificate was served "
					+ (System.nanoTime() - began) / 1_000_000 + " ms after the second failure, the pause left out");
			fromSecond.verify(second.intermediates().get(0).getPublicKey());
			assertThat(application.endpoint()).contains("\"VALID\"")
				.contains("\"issuer\":\"" + second.directoryUrl() + "\",\"served\"");
		}
		try (RunningApplication application = start("a.test")) {
			assertThat(application.served()).isEqualTo(fromSecond);
			assertThat(application.status().issuer()).isEqualTo(second.directoryUrl().toString());
			suggestTheTenthDay(second, application);
			first.start();
			application.leapTo(this.clock, application.status().nextAttempt());
			awaitOther(application, fromSecond);
			application.served().verify(first.intermediates().get(0).getPublicKey());
			assertThat(application.status().issuer()).isEqualTo(first.directoryUrl().toString());
		}
		X509Certificate fromFirst;
		try (RunningApplication application = start("a.test")) {
			fromFirst = application.served();
			fromFirst.verify(first.intermediates().get(0).getPublicKey());
			assertThat(application.status().issuer()).isEqualTo(first.directoryUrl().toString());
		}
		assertThat(ordersOfTheSecond()).isOne();
		assertThat(accounts()).hasSize(2);
		assertThat(output).doesNotContain("without saying which one it replaces");
	}

	@Test
	void aNameThatTheFirstCaRefusesComesFromTheSecondAtOnceAndEachTime() throws Exception {
		int orders = first.ordersPlaced();
		try (RunningApplication application = start("refused.test")) {
			Await.until("it is served", Duration.ofSeconds(30),
					() -> application.status().state() == CertificateState.VALID);
			X509Certificate former = application.served();
			former.verify(second.intermediates().get(0).getPublicKey());
			suggestTheTenthDay(second, application);
			application.leapTo(this.clock, application.status().nextAttempt());
			awaitOther(application, former);
			application.served().verify(second.intermediates().get(0).getPublicKey());
			assertThat(application.status().issuer()).isEqualTo(second.directoryUrl().toString());
		}
		assertThat(ordersOfTheSecond()).isEqualTo(2);
		assertThat(first.ordersPlaced()).isEqualTo(orders);
	}

	@Test
	void withTimeLeftAShortOutageOfTheFirstDoesNotReachTheSecond() throws Exception {
		int requests = second.requestsSeen().size();
		try (RunningApplication application = start("a.test")) {
			application.awaitCertificate(this.clock);
			X509Certificate former = application.served();
			suggestTheTenthDay(first, application);
			first.stop();
			application.leapTo(this.clock, application.status().nextAttempt());
			Failure failure = application.awaitFailure(this.clock, 5);
			assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
			assertThat(application.served()).isEqualTo(former);
			first.start();
			application.leapTo(this.clock, failure.retryAt());
			awaitOther(application, former);
			application.served().verify(first.intermediates().get(0).getPublicKey());
		}
		assertThat(second.requestsSeen()).hasSize(requests);
	}

	@Test
	void aLongOneDoesAndTheNextIsCountedAnew() throws Exception {
		try (RunningApplication application = start("a.test")) {
			application.awaitCertificate(this.clock);
			X509Certificate former = application.served();
			suggestTheTenthDay(first, application);
			first.stop();
			Instant due = application.status().nextAttempt();
			application.leapTo(this.clock, due);
			Failure failure = application.awaitFailure(this.clock, 12);
			assertThat(ordersOfTheSecond()).isZero();
			application.leapTo(this.clock, failure.retryAt());
			awaitOther(application, former);
			application.served().verify(second.intermediates().get(0).getPublicKey());
			Duration outage = Duration.between(due, this.clock.instant());
			System.out.println("Failover: the second CA was asked after an outage of " + outage.toMinutes() + " min");
			assertThat(outage).isBetween(Duration.ofHours(2), Duration.ofHours(3));
			X509Certificate fromSecond = application.served();
			application.awaitAdvice();
			application.leapTo(this.clock, application.status().nextAttempt());
			application.awaitFailure(this.clock, 3);
			first.start();
			application.leapTo(this.clock, application.status().nextAttempt());
			awaitOther(application, fromSecond);
			application.served().verify(first.intermediates().get(0).getPublicKey());
		}
		assertThat(ordersOfTheSecond()).isOne();
	}

	private RunningApplication start(String domain) {
		List<String> properties = RunningApplication.properties(first, this.store, "https.domains=" + domain,
				"https.acme.fallbacks[0].server=" + second.directoryUrl(),
				"https.acme.fallbacks[0].terms-of-service-agreed=true", "https.acme.fallbacks[0].ssl.bundle=second",
				"spring.ssl.bundle.pem.second.truststore.certificate=" + second.trustPem().toUri());
		return RunningApplication.start(properties, this.clock);
	}

	/**
	 * Long before it would be renewed else, so that the next one is not due at once: the
	 * CAs do not leap.
	 */
	private void suggestTheTenthDay(Pebble pebble, RunningApplication application) {
		Instant start = Instant.now().plus(Duration.ofDays(10));
		application.suggest(pebble, this.clock, start, start.plus(Duration.ofHours(1)));
	}

	private static void awaitOther(RunningApplication application, X509Certificate former) {
		Await.until("another certificate is served", Duration.ofSeconds(30),
				() -> !application.served().equals(former) && application.status().failure() == null);
	}

	private int ordersOfTheSecond() {
		return second.ordersPlaced() - this.before;
	}

	private List<Path> accounts() throws IOException {
		try (Stream<Path> files = Files.walk(this.store.resolve("accounts"))) {
			return files.filter((file) -> file.endsWith("account.properties")).toList();
		}
	}

}
