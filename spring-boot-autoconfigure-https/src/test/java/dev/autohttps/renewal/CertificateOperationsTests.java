package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.Allowance;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RateLimit.Kind;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What people may ask for, and what they are told if it cannot be done.
 */
class CertificateOperationsTests {

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private final List<Allowance> allowances = new ArrayList<>();

	private boolean replacing;

	private final TestIssuer issuer = new TestIssuer(this.clock) {

		@Override
		public List<Allowance> allowances(CertificateSpec spec) {
			return CertificateOperationsTests.this.allowances;
		}

		@Override
		public Map<String, String> replacing(ServerCertificate former, Map<String, String> details) {
			return CertificateOperationsTests.this.replacing ? Map.of("replaces", "it") : Map.of();
		}

	};

	@Test
	void nothingNeedBeWaitedForWhileAllIsWell() {
		assertThat(served().keeper.mustWait()).isNull();
	}

	@Test
	void aCaThatWantsToBeLeftAloneIsWaitedFor() {
		KeeperFixture fixture = served();
		Instant allowed = this.clock.instant().plus(Duration.ofHours(5));
		this.issuer.thenFail(FailureKind.RATE_LIMITED, false, allowed);
		fixture.keeper.replace("the test wants it");
		fixture.run();
		assertThat(fixture.keeper.mustWait().getRetryAfter()).isBetween(allowed, allowed.plus(Duration.ofMinutes(1)));
	}

	@Test
	void whatSomebodyHadToMendIsNotWaitedFor() {
		KeeperFixture fixture = served();
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, false);
		fixture.keeper.replace("the test wants it");
		fixture.run();
		assertThat(fixture.status().state()).isEqualTo(CertificateState.FAILING);
		assertThat(fixture.keeper.mustWait()).isNull();
	}

	@Test
	void aLimitThatIsUsedUpIsWaitedFor() {
		KeeperFixture fixture = served();
		Instant free = this.clock.instant().plus(Duration.ofDays(2));
		this.allowances.add(allowance(free, true));
		assertThat(fixture.keeper.mustWait()).satisfies((wait) -> {
			assertThat(wait.getRetryAfter()).isEqualTo(free);
			assertThat(wait.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
			assertThat(wait).hasMessageContaining("5 certificates for exactly these names");
		});
	}

	@Test
	void whereReplacementsAreSparedTheyAreNotAskedForAgainAndAgain() {
		KeeperFixture fixture = served();
		Instant obtained = this.clock.instant();
		this.replacing = true;
		this.allowances.add(allowance(obtained.plus(Duration.ofDays(2)), true));
		assertThat(fixture.keeper.mustWait().getRetryAfter()).isEqualTo(obtained.plus(Duration.ofHours(1)));
		this.clock.advance(Duration.ofHours(1));
		assertThat(fixture.keeper.mustWait()).isNull();
	}

	@Test
	void anotherCaIsNoHelpWhileTheFirstWillSoonBeWellAgain() {
		TestIssuer second = new TestIssuer(this.clock, "second-ca");
		KeeperFixture fixture = KeeperFixture.start(this.store, this.clock, IssuerChoice.of(this.issuer),
				IssuerChoice.of(second));
		fixture.run();
		this.issuer.thenFail(FailureKind.UNAVAILABLE, false);
		fixture.keeper.replace("the test wants it");
		Instant next = fixture.run();
		assertThat(second.asked).isEmpty();
		assertThat(fixture.keeper.mustWait().getRetryAfter()).isEqualTo(next);
	}

	@Test
	void nothingIsRevokedThatCouldNotBeNotedDown() {
		KeeperFixture fixture = served();
		this.store.breakOn((operation) -> operation.startsWith("save"));
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> fixture.keeper.revoke(RevocationReason.KEY_COMPROMISE));
		assertThat(this.issuer.revoked).isEmpty();
		assertThat(fixture.isServingARealOne()).isTrue();
	}

	@Test
	void aCompromisedKeyIsNotServedOnEvenIfThatCannotBeNotedDown() {
		KeeperFixture fixture = served();
		this.store.breakOn((operation) -> operation.startsWith("save compromised"));
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> fixture.keeper.revoke(RevocationReason.KEY_COMPROMISE));
		assertThat(this.issuer.revoked).hasSize(1);
		assertThat(fixture.isServingARealOne()).isFalse();
	}

	@Test
	void aRefusalNamesTheMomentAtWhichItIsAllowed() {
		KeeperFixture fixture = served();
		CertificateOperations operations = new CertificateOperations(fixture.keepers(),
				new RenewalScheduler(fixture.keepers(), this.clock));
		assertThat(operations.check("other")).isEmpty();
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(() -> {
			this.allowances.add(allowance(this.clock.instant().plusSeconds(9), false));
			operations.renew("shop");
		}).satisfies((ex) -> assertThat(ex.getRetryAfter()).isEqualTo(this.clock.instant().plusSeconds(9)));
	}

	private KeeperFixture served() {
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.run();
		assertThat(fixture.isServingARealOne()).isTrue();
		return fixture;
	}

	private static Allowance allowance(Instant free, boolean spared) {
		return new Allowance(new RateLimit(Kind.CERTIFICATES, 5, Duration.ofDays(7)), "shop.example", 5, free, spared);
	}

}
