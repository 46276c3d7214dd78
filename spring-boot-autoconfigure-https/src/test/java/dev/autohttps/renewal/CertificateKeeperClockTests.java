package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A clock that jumps, a machine that slept, and a CA that dates back.
 */
class CertificateKeeperClockTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestStore store = new TestStore();

	@Test
	void afterALongSleepAnExpiredCertificateIsServedAndReplacedAtOnce() {
		KeeperFixture fixture = obtained();
		this.clock.advance(Duration.ofDays(200));
		assertThat(fixture.status().state()).isEqualTo(CertificateState.EXPIRED);
		fixture.run();
		assertThat(fixture.status().state()).isEqualTo(CertificateState.VALID);
		assertThat(this.issuer.orders()).isEqualTo(2);
	}

	@Test
	void aFailureThatSeemsToLieAheadIsWaitedAfterNoLongerThanItWasMeantToBe() {
		this.issuer.thenFail(FailureKind.RATE_LIMITED, false, this.clock.instant().plus(Duration.ofHours(5)));
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer, this.clock);
		first.run();
		first.keeper.release();
		this.clock.set(TestClock.START.minus(Duration.ofDays(1000)));
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		Instant next = second.run();
		assertThat(next).isBetween(this.clock.instant().plus(Duration.ofHours(5)),
				this.clock.instant().plus(Duration.ofHours(6)));
	}

	@Test
	void aProcessWhoseClockIsSetBackDoesNotWaitForYearsEither() {
		this.issuer.thenFail(FailureKind.UNAVAILABLE, false);
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.run();
		this.clock.set(TestClock.START.minus(Duration.ofDays(1000)));
		fixture.runUntil(this.clock.instant().plus(Duration.ofMinutes(1)));
		assertThat(fixture.isServingARealOne()).isTrue();
	}

	@Test
	void aStepThatWasPutOffByAClockSetBackSinceIsTaken() {
		KeeperFixture fixture = KeeperFixture.start(this.store,
				this.issuer.thenGoOn(1)
					.then((issuance) -> issuance.after(Step.ORDER_PLACED, this.clock.instant().plusSeconds(5))),
				this.clock);
		fixture.run();
		this.clock.set(TestClock.START.minus(Duration.ofDays(30)));
		fixture.run();
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isOne();
	}

	@Test
	void aClockThatIsYearsAheadCostsFewOrders() {
		Instant truth = this.clock.instant();
		for (int i = 0; i < 50; i++) {
			this.issuer.thenGoOn(4)
				.then((issuance) -> issuance.issued(TestCertificates.chain(issuance.key().getPublic(), truth,
						truth.plus(Duration.ofDays(90)), "shop.example")));
		}
		this.clock.set(truth.plus(Duration.ofDays(1000)));
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		Instant end = this.clock.instant().plus(Duration.ofDays(90));
		while (this.clock.instant().isBefore(end)) {
			fixture.run();
			fixture.keeper.release();
			this.clock.advance(Duration.ofHours(12));
			fixture = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		}
		assertThat(this.issuer.orders()).isBetween(9L, 11L);
	}

	@Test
	void onceTheClockIsRightAgainTheCertificateIsRenewedInTime() {
		Instant truth = this.clock.instant();
		this.issuer.thenGoOn(4)
			.then((issuance) -> issuance.issued(TestCertificates.chain(issuance.key().getPublic(), truth,
					truth.plus(Duration.ofDays(90)), "shop.example")));
		this.clock.set(truth.plus(Duration.ofDays(1000)));
		KeeperFixture first = obtained();
		first.keeper.release();
		this.clock.set(truth.plus(Duration.ofDays(1)));
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		second.run();
		assertThat(second.status().nextAttempt()).isBetween(truth.plus(Duration.ofDays(50)),
				truth.plus(Duration.ofDays(60)));
		second.runUntil(truth.plus(Duration.ofDays(60)));
		assertThat(this.issuer.orders()).isEqualTo(2);
	}

	@Test
	void adviceThatWasGivenByAClockAheadIsAskedForAgain() {
		this.issuer.suggest(TestClock.START.plus(Duration.ofDays(1050)), TestClock.START.plus(Duration.ofDays(1051)),
				Duration.ofHours(6));
		this.clock.set(TestClock.START.plus(Duration.ofDays(1000)));
		KeeperFixture fixture = obtained();
		this.clock.set(TestClock.START.plus(Duration.ofDays(2)));
		int advised = this.issuer.advised;
		fixture.run();
		assertThat(this.issuer.advised).isEqualTo(advised + 1);
	}

	@Test
	void aCertificateThatIsDatedBackIsNotDueEarlier() {
		Instant now = this.clock.instant();
		this.issuer.thenGoOn(4)
			.then((issuance) -> issuance.issued(TestCertificates.chain(issuance.key().getPublic(),
					now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(6)), "shop.example")));
		KeeperFixture fixture = obtained();
		assertThat(fixture.status().nextAttempt()).isBetween(now.plus(Duration.ofHours(40)),
				now.plus(Duration.ofDays(3)));
	}

	private KeeperFixture obtained() {
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.run();
		assertThat(fixture.isServingARealOne()).isTrue();
		return fixture;
	}

}
