package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateKeeperFailureTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestStore store = new TestStore();

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "STORE")
	void aFailureIsRespectedAfterARestart(FailureKind kind) {
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer.thenFail(kind, false), this.clock);
		Instant retryAt = first.run();
		assertThat(retryAt).isAfter(this.clock.instant());
		first.keeper.release();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		assertThat(second.status().failure().kind()).isEqualTo(kind);
		assertThat(second.run()).isEqualTo(retryAt);
		this.clock.set(retryAt.minusMillis(1));
		assertThat(second.run()).isEqualTo(retryAt);
		assertThat(this.issuer.asked).hasSize(1);
		second.runAt(retryAt);
		assertThat(second.isServingARealOne()).isTrue();
		assertThat(second.failures().find("test-ca", second.spec)).isNull();
	}

	@Test
	void aLongTimeWithoutANetworkDoesNotMakeTheFirstNoOfTheCaTheFifth() {
		for (int i = 0; i < 4; i++) {
			this.issuer.thenFail(FailureKind.UNAVAILABLE, false);
		}
		KeeperFixture fixture = KeeperFixture.start(this.store,
				this.issuer.thenFail(FailureKind.ACTION_REQUIRED, false), this.clock);
		Instant next = fixture.run();
		for (int i = 0; i < 4; i++) {
			next = fixture.runAt(next);
		}
		assertThat(fixture.status().failure().kind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(fixture.status().failure().count()).isOne();
		assertThat(next).isBefore(this.clock.instant().plus(Duration.ofMinutes(2)));
	}

	@Test
	void crashLoopingReachesTheCaNoOftenerThanRunning() {
		this.issuer.thenFail(FailureKind.UNAVAILABLE, false).thenFail(FailureKind.UNAVAILABLE, false);
		for (int i = 0; i < 50; i++) {
			KeeperFixture one = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
			one.run();
			one.keeper.release();
		}
		assertThat(this.issuer.asked).hasSize(1);
	}

	@Test
	void failuresInARowAreCountedOverRestarts() {
		Instant next = this.clock.instant();
		for (int count = 1; count <= 4; count++) {
			this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
			KeeperFixture one = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
			next = one.runAt(next);
			one.keeper.release();
			assertThat(one.failures().find("test-ca", one.spec).count()).isEqualTo(count);
		}
		assertThat(next).isAfterOrEqualTo(this.clock.instant().plus(Duration.ofDays(1)));
	}

	@Test
	void aChangedConfigurationEndsTheWaiting() {
		KeeperFixture first = KeeperFixture.start(this.store,
				this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true).thenFail(FailureKind.ACTION_REQUIRED, true),
				this.clock);
		first.run();
		first.keeper.release();
		this.issuer.configuration = "contact=somebody-else";
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		second.run();
		assertThat(this.issuer.asked).hasSize(2);
		assertThat(second.status().failure().count()).isOne();
		assertThat(second.status().failure().configuration()).contains("contact=somebody-else");
	}

	@Test
	void theCaIsNeverAskedBeforeRetryAfter() {
		Instant retryAfter = this.clock.instant().plus(Duration.ofHours(30));
		KeeperFixture one = KeeperFixture.start(this.store,
				this.issuer.thenFail(FailureKind.RATE_LIMITED, false, retryAfter), this.clock);
		assertThat(one.run()).isAfterOrEqualTo(retryAfter);
	}

	@Test
	void aSpoiledOrderIsPlacedAnewWithAFreshKey() {
		KeeperFixture one = KeeperFixture.start(this.store,
				this.issuer.thenGoOn(3).thenFail(FailureKind.ACTION_REQUIRED, true), this.clock);
		Instant next = one.run();
		assertThat(one.issuances().find("test-ca", one.spec)).isNull();
		assertThat(one.offered()).isEmpty();
		one.runAt(next);
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isEqualTo(2);
		assertThat(this.issuer.keys()).hasSize(2);
	}

	@Test
	void anOrderThatIsNotSpoiledIsGoneOnWithAndKeepsItsKey() {
		KeeperFixture one = KeeperFixture.start(this.store,
				this.issuer.thenGoOn(3).thenFail(FailureKind.UNAVAILABLE, false), this.clock);
		Instant next = one.run();
		assertThat(one.offered()).isNotEmpty();
		one.runAt(next);
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isOne();
		assertThat(this.issuer.keys()).hasSize(1);
	}

	@Test
	void aFailedRenewalLeavesTheFormerInService() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		Instant next = one.run();
		ServerCertificate former = one.served().certificate();
		this.issuer.thenFail(FailureKind.UNAVAILABLE, false);
		Instant retryAt = one.runAt(next);
		assertThat(one.served().certificate()).isEqualTo(former);
		assertThat(one.status().state()).isEqualTo(CertificateState.FAILING);
		assertThat(one.status().nextAttempt()).isEqualTo(retryAt);
		assertThat(one.status().reason()).isEqualTo("attempt 1 in a row failed");
		one.runAt(retryAt);
		assertThat(one.status().state()).isEqualTo(CertificateState.VALID);
		assertThat(one.status().failure()).isNull();
	}

	@Test
	void aFaultOfOursIsAFailureToo() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer.then((issuance) -> {
			throw new IllegalStateException("oops");
		}), this.clock);
		Instant next = one.run();
		Failure failure = one.status().failure();
		assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
		assertThat(failure.message()).contains("fault of this library").contains("oops");
		assertThat(one.events).singleElement()
			.isEqualTo(new CertificateFailed(one.spec.id(), one.spec.domains(), failure));
		one.runAt(next);
		assertThat(one.isServingARealOne()).isTrue();
	}

	@Test
	void aChainThatDoesNotFitIsNeitherStoredNorServed() {
		Instant now = this.clock.instant();
		for (TestIssuer.Answer lie : List.<TestIssuer.Answer>of((issuance) -> issuance.issued(List.of()),
				(issuance) -> issuance.issued(TestCertificates.of("shop.example").chain()),
				(issuance) -> issuance.issued(TestCertificates.chain(issuance.key().getPublic(), now,
						now.plus(Duration.ofDays(90)), "other.example")))) {
			TestIssuer ca = new TestIssuer(this.clock);
			KeeperFixture one = KeeperFixture.start(new TestStore(), ca.then(lie), this.clock);
			Instant next = one.run();
			assertThat(one.isServingARealOne()).isFalse();
			assertThat(one.stored()).isNull();
			assertThat(one.status().failure().message()).contains("issued cannot be used");
			one.runAt(next);
			assertThat(one.isServingARealOne()).isTrue();
			assertThat(ca.orders()).isEqualTo(2);
		}
	}

	@Test
	void anotherThatFailedIsRespected() {
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true),
				this.clock);
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		Instant retryAt = first.run();
		assertThat(second.run()).isEqualTo(retryAt);
		assertThat(this.issuer.asked).hasSize(1);
	}

	@Test
	void aMomentOfTroubleWithTheStoreDoesNotEndAWait() {
		Instant until = TestClock.START.plus(Duration.ofDays(3));
		KeeperFixture fixture = KeeperFixture.start(this.store,
				this.issuer.thenFail(FailureKind.RATE_LIMITED, false, until), this.clock);
		fixture.run();
		this.clock.advance(Duration.ofMinutes(10));
		this.store.breakOn((operation) -> operation.startsWith("load"));
		assertThat(fixture.keeper.tend()).isBeforeOrEqualTo(this.clock.instant().plus(Duration.ofMinutes(1)));
		this.store.mend();
		fixture.runUntil(until.minusSeconds(1));
		assertThat(this.issuer.asked).hasSize(1);
		assertThat(fixture.status().failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
	}

	@Test
	void aProcessThatWaitsNoticesThatAnotherSucceeded() {
		for (int i = 0; i < 4; i++) {
			this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		}
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer, this.clock);
		first.runUntil(TestClock.START.plus(Duration.ofHours(3)));
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		second.run();
		first.keeper.replace("somebody asked for it");
		first.run();
		assertThat(first.isServingARealOne()).isTrue();
		this.clock.advance(Duration.ofMinutes(6));
		second.run();
		assertThat(second.served().certificate()).isEqualTo(first.served().certificate());
	}

}
