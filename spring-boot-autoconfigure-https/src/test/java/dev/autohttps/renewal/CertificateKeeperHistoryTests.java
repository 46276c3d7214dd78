package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.AttemptRepository;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is remembered of attempts, and what it keeps a process from that is killed again
 * and again.
 */
class CertificateKeeperHistoryTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestStore store = new TestStore();

	@Test
	void eachAttemptIsRemembered() {
		this.issuer.thenGoOn(2).thenFail(FailureKind.ACTION_REQUIRED, true);
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.runAt(fixture.run());
		assertThat(fixture.keeper.attempts()).satisfiesExactly((last) -> {
			assertThat(last.outcome()).isEqualTo(Outcome.OBTAINED);
			assertThat(last.step()).isEqualTo(Step.ISSUED);
		}, (first) -> {
			assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(first.step()).isEqualTo(Step.ANSWERS_OFFERED);
			assertThat(first.kind()).isEqualTo(FailureKind.ACTION_REQUIRED);
			assertThat(first.message()).isEqualTo("the test says so");
			assertThat(first.startedAt()).isEqualTo(TestClock.START);
			assertThat(first.endedAt()).isEqualTo(TestClock.START);
		});
	}

	@Test
	void whatAKilledProcessLeftIsFinishedByTheNext() {
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer, this.clock);
		this.store.breakOn((operation) -> operation.startsWith("delete issuances/"));
		first.run();
		assertThat(first.isServingARealOne()).isTrue();
		first.keeper.release();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		second.run();
		assertThat(this.store.list("issuances")).isEmpty();
		assertThat(second.keeper.attempts()).hasSize(1)
			.first()
			.extracting(AttemptRecord::outcome)
			.isEqualTo(Outcome.OBTAINED);
		assertThat(second.offered()).isEmpty();
		assertThat(this.issuer.orders()).isOne();
	}

	@Test
	void noMoreThanTheLastAreRemembered() {
		for (int i = 0; i < 30; i++) {
			this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		}
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		fixture.runUntil(TestClock.START.plus(Duration.ofDays(40)));
		assertThat(fixture.keeper.attempts()).hasSize(AttemptRepository.MOST);
		assertThat(fixture.keeper.attempts().get(0).outcome()).isEqualTo(Outcome.OBTAINED);
	}

	@Test
	void aProcessThatIsKilledAgainAndAgainAsksTheCaNoOftenerThanAHealthyOne() {
		for (int i = 0; i < 1000; i++) {
			this.issuer.then((issuance) -> {
				throw new Killed();
			});
		}
		Instant end = TestClock.START.plus(Duration.ofDays(1));
		int starts = 0;
		while (this.clock.instant().isBefore(end)) {
			KeeperFixture fixture = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
			starts++;
			try {
				fixture.keeper.tend();
			}
			catch (Killed ex) {
				fixture.keeper.release();
			}
			this.clock.advance(Duration.ofMinutes(4));
		}
		assertThat(starts).isEqualTo(360);
		assertThat(this.issuer.asked).hasSizeBetween(20, 40);
	}

	@Test
	void aProcessThatComesFurtherEachTimeIsNotKeptWaiting() {
		for (int i = 0; i < 5; i++) {
			KeeperFixture fixture = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
			fixture.keeper.tend();
			fixture.keeper.release();
		}
		assertThat(this.issuer.asked).hasSize(5);
		KeeperFixture fixture = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		fixture.run();
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(fixture.keeper.attempts()).hasSize(1)
			.first()
			.extracting(AttemptRecord::outcome)
			.isEqualTo(Outcome.OBTAINED);
	}

	/**
	 * Stands for the end of the process.
	 */
	private static final class Killed extends ThreadDeath {

	}

}
