package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Problem;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CA's staging server that is asked first after a failure.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificateKeeperTrialTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestIssuer staging = new TestIssuer(this.clock, "staging");

	private final TestStore store = new TestStore();

	@Test
	void theFirstAttemptIsTheRealOne() {
		KeeperFixture fixture = start();
		fixture.run();
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.staging.asked).isEmpty();
	}

	@Test
	void afterAFailureTheTrialComesFirstAndItsCertificateIsNotServed(CapturedOutput output) {
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		KeeperFixture fixture = start();
		fixture.runAt(fixture.run());
		assertThat(this.staging.orders()).isOne();
		assertThat(this.issuer.orders()).isEqualTo(2);
		assertThat(fixture.status().issuer()).isEqualTo("https://ca.example/directory");
		assertThat(fixture.stored()).isEqualTo(fixture.served().certificate());
		assertThat(output).contains(
				"The trial of certificate 'shop' for shop.example at " + "https://staging.example/directory succeeded");
		assertThat(this.store.list("certificates")).hasSize(1);
		assertThat(this.store.list("issuances")).isEmpty();
	}

	@Test
	void aTrialThatFailsSparesTheRealCa() {
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		for (int i = 0; i < 10; i++) {
			this.staging.thenFail(FailureKind.ACTION_REQUIRED, true);
		}
		KeeperFixture fixture = start();
		fixture.runUntil(TestClock.START.plus(Duration.ofDays(3)));
		assertThat(this.issuer.orders()).isOne();
		assertThat(this.staging.orders()).isBetween(4L, 7L);
		assertThat(fixture.status().failure().count()).isGreaterThan(4);
	}

	@Test
	void aTrialThatWaitsForTheDnsIsMadeAgainBeforeTheRealOne() {
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		this.staging.thenFail(FailureKind.DNS, false);
		KeeperFixture fixture = start();
		Instant next = fixture.run();
		next = fixture.runAt(next);
		assertThat(fixture.status().failure().kind()).isEqualTo(FailureKind.DNS);
		assertThat(this.issuer.orders()).isOne();
		int asked = this.staging.asked.size();
		fixture.runAt(next);
		assertThat(this.staging.asked).hasSizeGreaterThan(asked);
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isEqualTo(2);
	}

	@Test
	void eachFurtherFailureOfTheRealOneIsFollowedByATrial() {
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true).thenFail(FailureKind.ACTION_REQUIRED, true);
		KeeperFixture fixture = start();
		Instant next = fixture.run();
		next = fixture.runAt(next);
		fixture.runAt(next);
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.staging.orders()).isEqualTo(2);
	}

	@Test
	void aTroubleThatPassesNeedsNoTrial() {
		this.issuer.thenFail(FailureKind.UNAVAILABLE, false);
		KeeperFixture fixture = start();
		fixture.runAt(fixture.run());
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.staging.asked).isEmpty();
	}

	@Test
	void aTrialThatCannotBeMadeDoesNotKeepFromTheRealOne() {
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		this.staging.thenFail(FailureKind.RATE_LIMITED, false, TestClock.START.plus(Duration.ofDays(5)));
		KeeperFixture fixture = start();
		fixture.runAt(fixture.run());
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.staging.orders()).isOne();
	}

	@Test
	void aTrialServerThatWantsAnotherKindOfAccountDoesNotKeepFromTheRealOne() {
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		this.staging.then((issuance) -> {
			throw new IssuanceException("it wants an external account", FailureKind.ACTION_REQUIRED, false, null,
					new Problem("urn:ietf:params:acme:error:externalAccountRequired", null, null, List.of()), null);
		});
		KeeperFixture fixture = start();
		fixture.runAt(fixture.run());
		assertThat(fixture.isServingARealOne()).isTrue();
	}

	@Test
	void withHardlyAnyTimeLeftThereIsNoTrial() {
		KeeperFixture fixture = start();
		fixture.run();
		this.clock.advance(Duration.ofDays(87));
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		fixture.runAt(fixture.run());
		assertThat(this.staging.asked).isEmpty();
		assertThat(this.issuer.orders()).isEqualTo(3);
	}

	private KeeperFixture start() {
		return KeeperFixture.start(this.store, this.clock, new IssuerChoice(this.issuer, this.staging, null));
	}

}
