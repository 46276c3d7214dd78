package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A second CA, asked in place of one that fails.
 */
class CertificateKeeperFailoverTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer primary = new TestIssuer(this.clock);

	private final TestIssuer fallback = new TestIssuer(this.clock, "other-ca");

	private final TestStore store = new TestStore();

	@ParameterizedTest
	@EnumSource(mode = Mode.INCLUDE, names = { "ACTION_REQUIRED", "TERMS", "RATE_LIMITED", "INTERNAL" })
	void withoutAnyCertificateTheNextIsAskedAtOnce(FailureKind kind) {
		this.primary.thenFail(kind, true);
		KeeperFixture fixture = start();
		fixture.run();
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(fixture.status().issuer()).isEqualTo("https://other-ca.example/directory");
		assertThat(fixture.status().failure()).isNull();
		assertThat(this.primary.orders()).isOne();
	}

	@Test
	void aCaInTroubleIsTriedAFewTimesBeforeTheNextIsAsked() {
		fail(FailureKind.UNAVAILABLE, 3);
		KeeperFixture fixture = start();
		fixture.runUntil(TestClock.START.plusSeconds(5));
		assertThat(this.fallback.asked).isEmpty();
		fixture.runUntil(TestClock.START.plusSeconds(60));
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.fallback.orders()).isOne();
	}

	@Test
	void nobodyElseIsAskedWhenOurOwnStoreFails() {
		this.store.breakOn((operation) -> operation.startsWith("save probe"));
		KeeperFixture fixture = start();
		fixture.runUntil(TestClock.START.plus(Duration.ofDays(1)));
		assertThat(this.primary.asked).isEmpty();
		assertThat(this.fallback.asked).isEmpty();
	}

	@Test
	void withTimeLeftAPassingTroubleIsWaitedFor() {
		KeeperFixture fixture = start();
		Instant due = fixture.run();
		fail(FailureKind.UNAVAILABLE, 5);
		fixture.runAt(due);
		fixture.runUntil(due.plus(Duration.ofHours(1)));
		assertThat(this.fallback.asked).isEmpty();
		assertThat(this.primary.orders()).isEqualTo(7);
		assertThat(fixture.status().state()).isEqualTo(CertificateState.VALID);
	}

	@Test
	void aTroubleThatDoesNotPassSendsItToTheNextAndTheNextRenewalHome() {
		KeeperFixture fixture = start();
		Instant due = fixture.run();
		fail(FailureKind.UNAVAILABLE, 30);
		fixture.runAt(due);
		fixture.runUntil(due.plus(Duration.ofHours(5)));
		assertThat(this.fallback.orders()).isOne();
		assertThat(fixture.status().issuer()).isEqualTo("https://other-ca.example/directory");
		assertThat(fixture.status().state()).isEqualTo(CertificateState.VALID);
		assertThat(this.primary.asked).hasSizeLessThan(25);
		this.primary.mend();
		due = fixture.status().nextAttempt();
		assertThat(due).isAfter(this.clock.instant().plus(Duration.ofDays(45)));
		fixture.runAt(due);
		assertThat(fixture.status().issuer()).isEqualTo("https://ca.example/directory");
		assertThat(this.fallback.orders()).isOne();
		assertThat(this.primary.asked).last()
			.satisfies((issuance) -> assertThat(issuance.details()).doesNotContainKey("replaces"));
	}

	@Test
	void aLongTroubleIsNotHeldAgainstTheNextShortOne() {
		KeeperFixture fixture = start();
		Instant due = fixture.run();
		fail(FailureKind.UNAVAILABLE, 30);
		fixture.runAt(due);
		fixture.runUntil(due.plus(Duration.ofHours(5)));
		this.primary.mend();
		due = fixture.status().nextAttempt();
		fail(FailureKind.UNAVAILABLE, 2);
		fixture.runAt(due);
		assertThat(fixture.status().failure().count()).isOne();
		fixture.runUntil(due.plus(Duration.ofMinutes(1)));
		assertThat(this.fallback.orders()).isOne();
		assertThat(fixture.status().issuer()).isEqualTo("https://ca.example/directory");
	}

	@Test
	void aLimitThatIsOverSoonIsWaitedForAndALongOneIsNot() {
		KeeperFixture fixture = start();
		Instant due = fixture.run();
		this.primary.thenFail(FailureKind.RATE_LIMITED, false, due.plus(Duration.ofMinutes(20)));
		fixture.runAt(due);
		fixture.runUntil(due.plus(Duration.ofMinutes(30)));
		assertThat(this.fallback.asked).isEmpty();
		assertThat(this.primary.orders()).isEqualTo(3);
		Instant next = fixture.status().nextAttempt();
		this.primary.thenFail(FailureKind.RATE_LIMITED, false, next.plus(Duration.ofDays(2)));
		fixture.runAt(next);
		assertThat(this.fallback.orders()).isOne();
	}

	@Test
	void withHardlyAnyTimeLeftTheNextIsAskedAtTheFirstNo() {
		KeeperFixture fixture = start();
		fixture.run();
		this.clock.advance(Duration.ofDays(86));
		this.primary.thenFail(FailureKind.ACTION_REQUIRED, false);
		fixture.run();
		assertThat(this.fallback.orders()).isOne();
		assertThat(fixture.status().state()).isEqualTo(CertificateState.VALID);
	}

	@Test
	void itIsKnownAfterARestartWhoIssuedWhatIsServed() {
		this.primary.thenFail(FailureKind.TERMS, false);
		KeeperFixture first = start();
		first.run();
		first.keeper.release();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.clock, IssuerChoice.of(this.primary),
				IssuerChoice.of(this.fallback));
		assertThat(second.served().certificate()).isEqualTo(first.served().certificate());
		assertThat(second.status().issuer()).isEqualTo("https://other-ca.example/directory");
		second.run();
		assertThat(this.primary.asked).hasSize(1);
	}

	@Test
	void whenAllFailEachIsAskedInItsOwnTime() {
		fail(FailureKind.ACTION_REQUIRED, 100);
		for (int i = 0; i < 100; i++) {
			this.fallback.thenFail(FailureKind.RATE_LIMITED, false);
		}
		KeeperFixture fixture = start();
		fixture.runUntil(TestClock.START.plus(Duration.ofDays(10)));
		// 1, 10, 100 minutes, then daily; 1, 3, 6 hours, then daily.
		assertThat(this.primary.asked).hasSizeBetween(11, 14);
		assertThat(this.fallback.asked).hasSizeBetween(11, 14);
	}

	@Test
	void theAttemptsAreRememberedInTheirOrder() {
		this.primary.thenFail(FailureKind.ACTION_REQUIRED, true);
		KeeperFixture fixture = start();
		fixture.runUntil(TestClock.START.plusSeconds(1));
		assertThat(fixture.keeper.attempts()).extracting(AttemptRecord::issuer, AttemptRecord::outcome)
			.containsExactlyInAnyOrder(tuple("https://other-ca.example/directory", Outcome.OBTAINED),
					tuple("https://ca.example/directory", Outcome.FAILED));
	}

	@Test
	void aCertificateThatIsToBeReplacedDoesNotComeBackBecauseItsSuccessorIsDatedBack() {
		KeeperFixture fixture = start();
		fixture.run();
		fixture.keeper.replace("it was revoked");
		this.primary.thenFail(FailureKind.RATE_LIMITED, false, TestClock.START.plus(Duration.ofDays(2)));
		this.fallback.thenGoOn(4)
			.then((issuance) -> issuance
				.issued(TestCertificates.chain(issuance.key().getPublic(), TestClock.START.minus(Duration.ofDays(1)),
						TestClock.START.plus(Duration.ofDays(89)), "shop.example")));
		fixture.runUntil(TestClock.START.plus(Duration.ofDays(1)));
		assertThat(this.fallback.orders()).isOne();
		assertThat(fixture.status().issuer()).isEqualTo("https://other-ca.example/directory");
		fixture.keeper.release();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.clock, IssuerChoice.of(this.primary),
				IssuerChoice.of(this.fallback));
		assertThat(second.status().issuer()).isEqualTo("https://other-ca.example/directory");
	}

	private void fail(FailureKind kind, int times) {
		for (int i = 0; i < times; i++) {
			this.primary.thenFail(kind, true);
		}
	}

	private KeeperFixture start() {
		return KeeperFixture.start(this.store, this.clock, IssuerChoice.of(this.primary),
				IssuerChoice.of(this.fallback));
	}

}
