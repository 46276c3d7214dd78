package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners are told of attempts, and of certificates that come to their end.
 */
class CertificateKeeperWatchTests {

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	@Test
	void aListenerIsToldOfEachStepAndTheEnd() {
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer.thenGoOn(2), this.clock);
		fixture.runUntil(this.clock.instant().plus(Duration.ofHours(1)));
		assertThat(fixture.attempts.lines).startsWith("begun ISSUE", "(", ")")
			.endsWith("ISSUED", "ended OBTAINED")
			.doesNotContain("ended UNDER_WAY");
		assertThat(fixture.attempts.lines.stream().filter("("::equals))
			.hasSameSizeAs(fixture.attempts.lines.stream().filter(")"::equals).toList());
	}

	@Test
	void aListenerIsToldWhatFailed() {
		KeeperFixture fixture = KeeperFixture.start(this.store,
				this.issuer.thenFail(FailureKind.ACTION_REQUIRED, false), this.clock);
		fixture.run();
		assertThat(fixture.attempts.lines).containsExactly("begun ISSUE", "(", ")", "ended FAILED ACTION_REQUIRED");
	}

	@Test
	void aListenerIsToldOfAnAttemptThatIsLetGo() {
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer.thenGoOn(1), this.clock);
		fixture.keeper.tend();
		fixture.keeper.release();
		fixture.keeper.release();
		assertThat(fixture.attempts.lines).startsWith("begun ISSUE")
			.endsWith("ended UNDER_WAY")
			.containsOnlyOnce("ended UNDER_WAY");
	}

	@Test
	void aStepThatCouldNotBeSavedAtFirstIsToldOfWhenItIs() {
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		int[] saves = new int[1];
		this.store.breakOn((operation) -> operation.startsWith("save issuances") && ++saves[0] == 3);
		fixture.runUntil(this.clock.instant().plus(Duration.ofHours(1)));
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(fixture.attempts.lines).contains("ORDER_PLACED").endsWith("ISSUED", "ended OBTAINED");
		assertThat(fixture.attempts.lines.stream().filter((line) -> line.matches("[A-Z_]+"))).doesNotHaveDuplicates()
			.hasSizeGreaterThan(3);
	}

	@Test
	void aListenerThatKnowsNothingOfNullHarmsNothing() {
		AttemptListener listener = new AttemptListeners(
				List.of((spec, issuer, purpose) -> null, (spec, issuer, purpose) -> new AttemptWatch() {

					@Override
					public Work working() {
						return null;
					}

				}));
		AttemptWatch watch = GuardedWatch.begun(listener, TestSpecs.of("shop.example"), "ca",
				AttemptListener.Purpose.ISSUE);
		watch.working().close();
		watch.ended(Outcome.OBTAINED, null);
	}

	@Test
	void aListenerIsToldThatACertificateIsRenewed() {
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		Instant due = fixture.run();
		fixture.attempts.lines.clear();
		fixture.runAt(due);
		assertThat(fixture.attempts.lines).startsWith("begun RENEW").endsWith("ended OBTAINED");
	}

	@Test
	void itIsToldOnceThatACertificateIsCloseToItsEnd() {
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.run();
		Instant notAfter = fixture.served().certificate().notAfter();
		Duration lifetime = fixture.served().certificate().lifetime();
		for (int i = 0; i < 50; i++) {
			this.issuer.thenFail(FailureKind.UNAVAILABLE, false);
		}
		fixture.runAt(notAfter.minus(lifetime.dividedBy(9)));
		assertThat(fixture.status().state()).isEqualTo(CertificateState.FAILING);
		assertThat(fixture.events).noneMatch(CertificateExpiring.class::isInstance);
		fixture.runAt(notAfter.minus(lifetime.dividedBy(11)));
		fixture.runAt(notAfter.minus(lifetime.dividedBy(12)));
		assertThat(fixture.status().state()).isEqualTo(CertificateState.EXPIRING);
		assertThat(fixture.events).filteredOn(CertificateExpiring.class::isInstance)
			.singleElement()
			.satisfies((event) -> {
				CertificateExpiring expiring = (CertificateExpiring) event;
				assertThat(expiring.notAfter()).isEqualTo(notAfter);
				assertThat(expiring.serial()).isEqualTo(fixture.served().certificate().serial());
				assertThat(expiring.failure()).isNotNull();
			});
		fixture.runAt(notAfter.plusSeconds(1));
		assertThat(fixture.status().state()).isEqualTo(CertificateState.EXPIRED);
		assertThat(fixture.events).filteredOn(CertificateExpiring.class::isInstance).hasSize(1);
	}

	@Test
	void aShareThatIsSmallIsHeededByTheWarningToo() {
		RenewalPolicy policy = new RenewalPolicy(0.05);
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.run();
		Instant notAfter = fixture.served().certificate().notAfter();
		Duration lifetime = fixture.served().certificate().lifetime();
		assertThat(policy.isExpiring(fixture.served().certificate(), notAfter.minus(lifetime.dividedBy(30)))).isFalse();
		assertThat(policy.isExpiring(fixture.served().certificate(), notAfter.minus(lifetime.dividedBy(50)))).isTrue();
	}

}
