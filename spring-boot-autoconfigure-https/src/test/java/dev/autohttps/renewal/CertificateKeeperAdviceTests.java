package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CA that says when a certificate is to be renewed.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificateKeeperAdviceTests {

	private static final Duration PAUSE = Duration.ofHours(6);

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestStore store = new TestStore();

	@Test
	void itIsRenewedInTheWindowThatTheCaSuggests(CapturedOutput output) {
		Instant start = day(40);
		this.issuer.advice = (certificate) -> new RenewalInfo(certificate.notBefore().plus(Duration.ofDays(40)),
				certificate.notBefore().plus(Duration.ofDays(41)), "https://ca.example/why",
				this.clock.instant().plus(PAUSE));
		KeeperFixture fixture = obtained();
		assertThat(fixture.status().nextAttempt()).isBetween(start, day(41));
		assertThat(fixture.status().reason()).isEqualTo("the CA suggests to renew it between 2026-04-10T12:00:00Z "
				+ "and 2026-04-11T12:00:00Z, see https://ca.example/why");
		ServerCertificate former = fixture.served().certificate();
		fixture.runUntil(start);
		assertThat(fixture.served().certificate()).isEqualTo(former);
		fixture.runUntil(day(41));
		assertThat(fixture.served().certificate()).isNotEqualTo(former);
		assertThat(this.issuer.asked).last()
			.satisfies((last) -> assertThat(last.details()).containsEntry("replaces", former.serial()));
		assertThat(output)
			.contains("The CA suggests to renew certificate 'shop' for shop.example between "
					+ "2026-04-10T12:00:00Z and 2026-04-11T12:00:00Z; chosen: 2026-04-1")
			.contains("The reason is at https://ca.example/why");
	}

	@Test
	void theMomentIsDrawnOnceAndKeptWhileTheWindowStays(CapturedOutput output) {
		this.issuer.suggest(day(40), day(50), PAUSE);
		KeeperFixture first = obtained();
		Instant chosen = first.status().nextAttempt();
		first.runUntil(day(3));
		first.keeper.release();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		second.runUntil(day(6));
		assertThat(second.status().nextAttempt()).isEqualTo(chosen);
		assertThat(output.toString().split("The CA suggests", -1)).hasSize(2);
		this.issuer.suggest(day(20), day(30), PAUSE);
		second.runUntil(day(7));
		assertThat(second.status().nextAttempt()).isBetween(day(20), day(30));
	}

	@Test
	void theCaIsAskedAsOftenAsItWants() {
		this.issuer.suggest(day(40), day(50), PAUSE);
		KeeperFixture fixture = obtained();
		fixture.runUntil(day(10));
		assertThat(this.issuer.advised).isEqualTo(40);
	}

	@Test
	void itIsAskedOnceForAllProcessesAndRestarts() {
		this.issuer.suggest(day(40), day(50), PAUSE);
		KeeperFixture first = obtained();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		assertThat(second.status().nextAttempt()).isEqualTo(first.status().nextAttempt());
		for (int i = 1; i < 40; i++) {
			this.clock.advance(PAUSE);
			first.run();
			second.run();
			KeeperFixture.start(this.store.another(), this.issuer, this.clock).run();
		}
		assertThat(this.issuer.advised).isEqualTo(40);
	}

	@Test
	void aCertificateThatTheCaRevokedIsReplacedAtOnceButItsSuccessorNotAgain() {
		this.issuer.suggest(day(40), day(50), PAUSE);
		KeeperFixture fixture = obtained();
		ServerCertificate former = fixture.served().certificate();
		fixture.runUntil(day(3));
		this.issuer.suggest(day(3).minusSeconds(3600), day(3).minusSeconds(1800), PAUSE);
		fixture.runUntil(day(4));
		ServerCertificate second = fixture.served().certificate();
		assertThat(second).isNotEqualTo(former);
		assertThat(this.issuer.orders()).isEqualTo(2);
		fixture.runUntil(day(20));
		assertThat(this.issuer.orders()).isEqualTo(2);
		fixture.runUntil(day(27));
		assertThat(this.issuer.orders()).isEqualTo(3);
	}

	@Test
	void adviceThatCannotBeHadCostsNothing(CapturedOutput output) {
		this.issuer.advice = (certificate) -> {
			throw new IssuanceException("no such luck", FailureKind.UNAVAILABLE, false, null, null, null);
		};
		KeeperFixture fixture = obtained();
		assertThat(fixture.status().state()).isEqualTo(CertificateState.VALID);
		assertThat(fixture.status().failure()).isNull();
		assertThat(fixture.status().reason()).contains("of its lifetime is left then");
		fixture.runUntil(day(10));
		assertThat(this.issuer.advised).isBetween(36, 40);
		assertThat(output).contains("What the CA says about the renewal of certificate 'shop' for shop.example is not "
				+ "known, so its lifetime decides: no such luck");
	}

	@Test
	void theCaIsNotAskedForAdviceBeforeRetryAfter() {
		this.issuer.advice = (certificate) -> {
			throw new IssuanceException("slowly", FailureKind.RATE_LIMITED, false, day(2), null, null);
		};
		KeeperFixture fixture = obtained();
		fixture.runUntil(day(2).minusMillis(1));
		assertThat(this.issuer.advised).isOne();
	}

	@Test
	void adviceThatCannotBeStoredIsFollowed() {
		this.issuer.suggest(day(40), day(41), PAUSE);
		this.store.breakOn((operation) -> operation.startsWith("save renewals/"));
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.run();
		assertThat(fixture.isServingARealOne()).isTrue();
		this.store.mend();
		fixture.runUntil(day(1));
		assertThat(fixture.status().nextAttempt()).isBetween(day(40), day(41));
	}

	@Test
	void aWindowThatIsTooLateIsNotWaitedFor() {
		this.issuer.suggest(day(89), day(90), PAUSE);
		KeeperFixture fixture = obtained();
		fixture.runUntil(day(72));
		assertThat(this.issuer.orders()).isEqualTo(2);
	}

	private KeeperFixture obtained() {
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.run();
		assertThat(fixture.isServingARealOne()).isTrue();
		return fixture;
	}

	private static Instant day(int day) {
		return TestClock.START.plus(Duration.ofDays(day));
	}

}
