package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CA that suggests when a certificate of a running application is renewed (RFC 9773).
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class SuggestedRenewalTests {

	private static final String WITHOUT = "without saying which one it replaces";

	private static Pebble pebble;

	@TempDir
	Path store;

	private final LeapingClock clock = new LeapingClock();

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@Test
	void theWindowAndWhereTheCaExplainsItAreShown(CapturedOutput output) throws Exception {
		try (RunningApplication application = start("shown.test")) {
			Instant start = this.clock.instant().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.SECONDS);
			Instant end = start.plus(Duration.ofDays(2));
			application.suggest(pebble, this.clock, start, end);
			CertificateStatus status = application.status();
			assertThat(status.nextAttempt()).isBetween(start, end);
			assertThat(application.endpoint()).contains(RunningApplication.EXPLANATION.toString())
				.contains("the CA suggests to renew it between " + start + " and " + end)
				.contains("\"nextAttempt\":\"" + status.nextAttempt());
			assertThat(output).contains(RunningApplication.EXPLANATION.toString());
		}
		try (RunningApplication application = start("shown.test")) {
			assertThat(application.status().reason()).contains(RunningApplication.EXPLANATION.toString());
		}
	}

	@Test
	void aWindowThatIsPastReplacesTheCertificateAtOnceAndTheCaIsToldWhich(CapturedOutput output) throws Exception {
		int orders = pebble.ordersPlaced();
		try (RunningApplication application = start("past.test")) {
			ServerCertificate former = application.status().live().certificate();
			RenewalNotes notes = application.status().notes();
			Instant window = this.clock.instant().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
			application.suggest(pebble, this.clock, window, window.plus(Duration.ofMinutes(30)));
			long told = System.nanoTime();
			Await.until("it was replaced", Duration.ofSeconds(30), () -> !application.served().equals(former.leaf())
					&& application.status().state() == CertificateState.VALID);
			System.out.println("Suggested renewal: replaced " + (System.nanoTime() - told) / 1_000_000
					+ " ms after the CA had said so");
			assertThat(pebble.ordersPlaced() - orders).isEqualTo(2);
			assertThat(application.status().nextAttempt()).isAfter(this.clock.instant().plus(Duration.ofDays(1)));
			if (Pebble.knowsAsReplaced(former.leaf())) {
				assertThat(output).doesNotContain(WITHOUT);
				Issuance again = replaceOnceMore(application, former, notes);
				assertThat(again.details().get("replaces-dropped")).contains("alreadyReplaced");
			}
		}
	}

	/**
	 * Order a successor of what has one already, which the CA refuses to hear.
	 */
	private Issuance replaceOnceMore(RunningApplication application, ServerCertificate former, RenewalNotes notes)
			throws Exception {
		AcmeCertificateIssuer issuer = application.context().getBean(AcmeCertificateIssuer.class);
		Map<String, String> details = issuer.replacing(former, notes.details());
		assertThat(details).containsKey("replaces");
		Issuance issuance = Issuance.begin(application.status().spec(), this.clock.instant(), details);
		while (issuance.step() != Step.ORDER_PLACED) {
			issuance = issuer.advance(issuance);
		}
		return issuance;
	}

	private RunningApplication start(String domain) {
		RunningApplication application = RunningApplication
			.start(RunningApplication.properties(pebble, this.store, "https.domains=" + domain), this.clock);
		application.awaitCertificate(this.clock);
		return application;
	}

}
