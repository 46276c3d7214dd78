package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.renewal.Renewal.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RenewalPolicyTests {

	@ParameterizedTest
	@CsvSource({ "P90D, 0.3333, 0.1", "P45D, 0.3333, 0.1", "P10D, 0.3333, 0.1", "P6D, 0.5, 0.2", "PT20S, 0.5, 0.2" })
	void aShareOfTheRealLifetimeIsLeft(Duration lifetime, double share, double spread) {
		for (int i = 0; i < 20; i++) {
			ServerCertificate certificate = certificate(lifetime);
			Renewal renewal = of(null, certificate);
			double left = left(certificate, renewal);
			assertThat(left).isBetween(share - 0.001, share + spread + 0.001);
			assertThat(renewal.reason()).endsWith(" % of its lifetime is left then");
			assertThat(Double.parseDouble(renewal.reason().split(" ")[0])).isCloseTo(100 * left, within(0.501));
			assertThat(renewal.cause()).isEqualTo(Cause.LIFETIME);
		}
	}

	@Test
	void itIsTheSameMomentEachTimeAndAnotherForEachCertificate() {
		ServerCertificate one = certificate(Duration.ofDays(90));
		ServerCertificate other = certificate(Duration.ofDays(90));
		assertThat(of(null, one)).isEqualTo(of(null, one));
		assertThat(of(null, one).due()).isNotEqualTo(of(null, other).due());
	}

	@ParameterizedTest
	@CsvSource({ "0.1", "0.5", "0.9" })
	void theShareCanBeSaid(double share) {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		assertThat(left(certificate, of(share, certificate))).isBetween(share - 0.001, share + 0.051);
	}

	@Test
	void itIsNeverDueInTheFirstTenthOfItsLifetime() {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		assertThat(of(1.0, certificate).due())
			.isEqualTo(certificate.notBefore().plus(certificate.lifetime().dividedBy(10)));
	}

	@Test
	void itIsNotDueAgainAtOnceIfItIsObtainedLateInItsLife() {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		Instant obtained = certificate.notBefore().plus(Duration.ofDays(80));
		Renewal renewal = new RenewalPolicy(null).of(certificate,
				RenewalNotes.obtained(certificate, obtained, false, Map.of()));
		assertThat(renewal.due()).isEqualTo(obtained.plus(Duration.ofDays(9)));
		assertThat(renewal.reason()).isEqualTo("one was obtained a short while ago");
	}

	@Test
	void theMomentChosenInTheWindowOfTheCaCounts() {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		Instant chosen = TestClock.START.plus(Duration.ofDays(40));
		Renewal renewal = advised(null, certificate, chosen, false);
		assertThat(renewal.due()).isEqualTo(chosen);
		assertThat(renewal.cause()).isEqualTo(Cause.ADVICE);
		assertThat(renewal.reason()).isEqualTo("the CA suggests to renew it between 2026-04-09T12:00:00Z and "
				+ "2026-04-11T12:00:00Z, see https://ca.example/why");
	}

	@ParameterizedTest
	@CsvSource({ "P90D, 0.2222", "P6D, 0.3333" })
	void aWindowThatIsTooLateDoesNotCostTheExpiryNet(Duration lifetime, double share) {
		ServerCertificate certificate = certificate(lifetime);
		Renewal renewal = advised(null, certificate, certificate.notAfter().minus(Duration.ofHours(1)), false);
		assertThat(left(certificate, renewal)).isBetween(share - 0.001, share + 0.051);
		assertThat(renewal.cause()).isEqualTo(Cause.LIFETIME);
		assertThat(renewal.reason()).contains("% of its lifetime is left then, later than which it is never put off");
	}

	@Test
	void aShareThatWasSaidIsNotPutOffByTheCa() {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		Renewal renewal = advised(0.5, certificate, TestClock.START.plus(Duration.ofDays(60)), false);
		assertThat(renewal.due()).isEqualTo(of(0.5, certificate).due());
	}

	@Test
	void aCaMayWantAFreshCertificateToBeReplacedAtOnceButNotEachOfThem() {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		Instant past = TestClock.START.minus(Duration.ofHours(1));
		assertThat(advised(null, certificate, past, false).due()).isEqualTo(past);
		assertThat(advised(null, certificate, past, true).due())
			.isEqualTo(TestClock.START.plus(Duration.ofDays(90).dividedBy(4)));
	}

	@Test
	void aMomentIsChosenInsideTheWindow() {
		Random random = new Random(1);
		RenewalInfo info = info(TestClock.START.plus(Duration.ofDays(40)));
		for (int i = 0; i < 100; i++) {
			assertThat(RenewalPolicy.choose(info, TestClock.START, random)).isBetween(info.start(), info.end());
		}
	}

	@Test
	void noMomentIsChosenBeforeTheCertificateWasObtainedUnlessTheWholeWindowIsOver() {
		Random random = new Random(1);
		RenewalInfo info = info(TestClock.START);
		for (int i = 0; i < 100; i++) {
			assertThat(RenewalPolicy.choose(info, TestClock.START, random)).isBetween(TestClock.START, info.end());
			assertThat(RenewalPolicy.choose(info, info.end().plusSeconds(1), random)).isBefore(info.end());
		}
	}

	@Test
	void aCertificateThatMustBeReplacedIsDueAndSaysWhy() {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		Renewal renewal = new RenewalPolicy(null).of(certificate,
				RenewalNotes.of(certificate).replacing("it was revoked"));
		assertThat(renewal.due()).isEqualTo(TestClock.START);
		assertThat(renewal.reason()).isEqualTo("it was revoked");
	}

	@Test
	void itIsAnEmergencyWhenATwentiethIsLeft() {
		ServerCertificate certificate = certificate(Duration.ofDays(100));
		assertThat(RenewalPolicy.isEmergency(certificate, TestClock.START.plus(Duration.ofDays(94)))).isFalse();
		assertThat(RenewalPolicy.isEmergency(certificate, TestClock.START.plus(Duration.ofDays(95)))).isTrue();
	}

	private static Renewal of(Double share, ServerCertificate certificate) {
		return new RenewalPolicy(share).of(certificate, RenewalNotes.of(certificate));
	}

	private static Renewal advised(Double share, ServerCertificate certificate, Instant chosen, boolean hurried) {
		RenewalNotes notes = RenewalNotes.obtained(certificate, TestClock.START, hurried, Map.of())
			.advised(info(chosen), chosen);
		return new RenewalPolicy(share).of(certificate, notes);
	}

	private static RenewalInfo info(Instant around) {
		return new RenewalInfo(around.minus(Duration.ofDays(1)), around.plus(Duration.ofDays(1)),
				"https://ca.example/why", around);
	}

	private static double left(ServerCertificate certificate, Renewal renewal) {
		return (double) Duration.between(renewal.due(), certificate.notAfter()).toMillis()
				/ certificate.lifetime().toMillis();
	}

	private static ServerCertificate certificate(Duration lifetime) {
		Instant from = TestClock.START;
		return TestCertificates.of(KeyType.EC_P256, from, from.plus(lifetime), "shop.example");
	}

}
