package dev.autohttps.renewal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.CompromisedKeys;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate that is revoked on demand.
 */
class CertificateKeeperRevocationTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestStore store = new TestStore();

	private final KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);

	@Test
	void itIsServedUntilThereIsAnother() throws Exception {
		ServerCertificate former = obtain();
		revoke(RevocationReason.SUPERSEDED);
		assertThat(this.issuer.revoked).containsExactly(former);
		assertThat(this.fixture.served().certificate()).isEqualTo(former);
		assertThat(this.fixture.status().reason()).isEqualTo("it was revoked");
		this.fixture.run();
		assertThat(this.fixture.served().certificate()).isNotEqualTo(former);
		assertThat(this.fixture.status().reason()).contains("of its lifetime");
		assertThat(this.issuer.orders()).isEqualTo(2);
		assertThat(this.fixture.events).contains(new CertificateRevoked(this.fixture.spec.id(),
				this.fixture.spec.domains(), former.serial(), RevocationReason.SUPERSEDED));
	}

	@Test
	void itIsReplacedEvenIfTheProcessEndsInBetween() throws Exception {
		ServerCertificate former = obtain();
		revoke(RevocationReason.CESSATION_OF_OPERATION);
		this.fixture.keeper.release();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		second.run();
		assertThat(second.served().certificate()).isNotEqualTo(former);
	}

	@Test
	void aKeyThatWasCompromisedIsNeverUsedAgain() throws Exception {
		ServerCertificate former = obtain();
		revoke(RevocationReason.KEY_COMPROMISE);
		assertThat(this.fixture.served().standing()).isEqualTo(Standing.PLACEHOLDER);
		this.fixture.keeper.release();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		assertThat(second.served().standing()).isEqualTo(Standing.PLACEHOLDER);
		second.run();
		assertThat(second.isServingARealOne()).isTrue();
		assertThat(second.served().certificate().leaf().getPublicKey()).isNotEqualTo(former.leaf().getPublicKey());
	}

	@Test
	void otherProcessesNoticeWithinMinutes() throws Exception {
		ServerCertificate former = obtain();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		List<String> forgotten = new ArrayList<>();
		second.live.onForget(() -> forgotten.add("sessions"));
		second.run();
		assertThat(second.served().certificate()).isEqualTo(former);
		this.clock.advance(Duration.ofHours(1));
		revoke(RevocationReason.KEY_COMPROMISE);
		this.fixture.run();
		assertThat(this.fixture.isServingARealOne()).isTrue();
		this.clock.advance(Duration.ofMinutes(6));
		second.run();
		assertThat(second.served().certificate()).isEqualTo(this.fixture.served().certificate());
		assertThat(forgotten).hasSize(1);
		assertThat(this.issuer.orders()).isEqualTo(2);
	}

	@Test
	void otherProcessesStopServingACompromisedKeyEvenIfThereIsNoOtherYet() throws Exception {
		ServerCertificate former = obtain();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		second.run();
		this.clock.advance(Duration.ofHours(1));
		revoke(RevocationReason.KEY_COMPROMISE);
		this.fixture.keeper.release();
		this.issuer.thenFail(FailureKind.RATE_LIMITED, true, this.clock.instant().plus(Duration.ofDays(2)));
		this.fixture.run();
		this.clock.advance(Duration.ofMinutes(6));
		second.run();
		assertThat(second.served().certificate()).isNotEqualTo(former);
		assertThat(second.served().standing()).isEqualTo(Standing.PLACEHOLDER);
	}

	@Test
	void whatAnotherProcessObtainedJustNowIsRevokedAndNotItsPredecessor() throws Exception {
		obtain();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		this.clock.advance(Duration.ofMinutes(1));
		second.keeper.replace("somebody asked for it");
		second.run();
		ServerCertificate newest = second.served().certificate();
		revoke(RevocationReason.SUPERSEDED);
		assertThat(this.issuer.revoked).containsExactly(newest);
	}

	@Test
	void aKeyThatAProcessMarkedJustBeforeItDiedIsNotServedOnByAnother() {
		ServerCertificate former = obtain();
		new CompromisedKeys(this.store).add(former.leaf().getPublicKey(), this.clock.instant());
		this.issuer.thenFail(FailureKind.RATE_LIMITED, true, this.clock.instant().plus(Duration.ofDays(2)));
		this.clock.advance(Duration.ofMinutes(6));
		this.fixture.run();
		assertThat(this.fixture.served().standing()).isEqualTo(Standing.PLACEHOLDER);
	}

	@Test
	void aCopyOfAFileDoesNotBringACompromisedKeyBack() throws Exception {
		ServerCertificate former = obtain();
		String key = this.store.list("certificates").get(0);
		byte[] copy = this.store.load(key).content();
		revoke(RevocationReason.KEY_COMPROMISE);
		this.fixture.keeper.release();
		this.store.put(key, copy);
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		assertThat(second.served().certificate()).isNotEqualTo(former);
		assertThat(second.served().standing()).isEqualTo(Standing.PLACEHOLDER);
	}

	@Test
	void whereThereIsNothingToRevokeNobodyIsAsked() throws Exception {
		assertThat(this.fixture.keeper.revoke(RevocationReason.UNSPECIFIED)).isNull();
		assertThat(this.issuer.revoked).isEmpty();
	}

	@Test
	void itIsReplacedOnDemand() {
		ServerCertificate former = obtain();
		this.clock.advance(Duration.ofDays(1));
		this.fixture.keeper.replace("somebody asked for it");
		assertThat(this.fixture.status().reason()).isEqualTo("somebody asked for it");
		this.fixture.run();
		assertThat(this.fixture.served().certificate()).isNotEqualTo(former);
		this.fixture.run();
		assertThat(this.issuer.orders()).isEqualTo(2);
	}

	@Test
	void whatSomebodyHadToMendIsTakenForMendedOnDemand() {
		for (int i = 0; i < 4; i++) {
			this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		}
		this.fixture.runUntil(TestClock.START.plus(Duration.ofHours(3)));
		assertThat(this.issuer.asked).hasSize(4);
		this.fixture.keeper.replace("somebody asked for it");
		this.fixture.run();
		assertThat(this.fixture.isServingARealOne()).isTrue();
	}

	@Test
	void aCaThatLimitsUsIsWaitedForAllTheSame() {
		this.issuer.thenFail(FailureKind.RATE_LIMITED, true, TestClock.START.plus(Duration.ofHours(5)));
		this.fixture.run();
		this.fixture.keeper.replace("somebody asked for it");
		this.fixture.run();
		assertThat(this.issuer.asked).hasSize(1);
	}

	private ServerCertificate obtain() {
		this.fixture.run();
		assertThat(this.fixture.isServingARealOne()).isTrue();
		return this.fixture.served().certificate();
	}

	private void revoke(RevocationReason reason) throws IssuanceException {
		this.fixture.keeper.revoke(reason);
	}

}
