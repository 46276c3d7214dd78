package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.Severity;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When it is looked whether an order could succeed, and what comes of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificateKeeperPreflightTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestStore store = new TestStore();

	private final Look look = new Look();

	@Test
	void itIsLookedBeforeTheFirstOrderAndNotBeforeAnOrdinaryRenewal() {
		KeeperFixture fixture = start();
		Instant due = fixture.run();
		assertThat(this.look.occasions).containsExactly(Preflight.Occasion.FIRST_ORDER);
		fixture.runAt(due);
		assertThat(this.issuer.orders()).isEqualTo(2);
		assertThat(this.look.occasions).hasSize(1);
	}

	@Test
	void itIsLookedAfterAFailureButNotInTheMidstOfAnOrder() {
		this.issuer.thenGoOn(2).thenFail(FailureKind.ACTION_REQUIRED, true);
		KeeperFixture fixture = start();
		fixture.runAt(fixture.run());
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.look.occasions).containsExactly(Preflight.Occasion.FIRST_ORDER,
				Preflight.Occasion.AFTER_FAILURE);
	}

	@Test
	void anOrderThatWouldFailForCertainIsNotPlacedUntilThatIsMended() {
		this.look.findings = List.of(new Finding(Severity.FATAL, "dns", "shop.example", "the name does not exist",
				"an A record", "create the record"));
		KeeperFixture fixture = start();
		fixture.runUntil(TestClock.START.plus(Duration.ofHours(1)));
		assertThat(this.issuer.asked).isEmpty();
		assertThat(fixture.status().failure().kind()).isEqualTo(FailureKind.PREVENTED);
		assertThat(fixture.status().failure().message()).startsWith("no order was placed, since it would fail");
		assertThat(this.look.occasions).hasSizeBetween(7, 9);
		this.look.findings = List.of();
		fixture.runUntil(TestClock.START.plus(Duration.ofMinutes(75)));
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isOne();
	}

	@Test
	void aChangedDnsEndsTheWaiting(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		}
		KeeperFixture fixture = start();
		fixture.runUntil(TestClock.START.plus(Duration.ofMinutes(30)));
		assertThat(this.issuer.asked).hasSize(3);
		tendEachMinute(fixture, 20);
		assertThat(this.issuer.asked).hasSize(3);
		this.look.surroundings = "shop.example 192.0.2.2";
		tendEachMinute(fixture, 6);
		assertThat(fixture.isServingARealOne()).isTrue();
		assertThat(output).contains("is sought before its time, since the DNS has changed: it was "
				+ "shop.example 192.0.2.1, and is shop.example 192.0.2.2");
	}

	@Test
	void aDnsThatChangesAllTheTimeDoesNotLeadToAttemptsWithoutEnd() {
		for (int i = 0; i < 1000; i++) {
			this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		}
		KeeperFixture fixture = start();
		for (int i = 0; i < 2 * 24 * 60; i++) {
			this.look.surroundings = "shop.example 192.0.2." + i;
			tendEachMinute(fixture, 1);
		}
		assertThat(this.issuer.asked).hasSizeBetween(7, 10);
	}

	@Test
	void aLimitOfTheCaIsNotEndedByTheDns() {
		this.issuer.thenFail(FailureKind.RATE_LIMITED, true, TestClock.START.plus(Duration.ofHours(5)));
		KeeperFixture fixture = start();
		fixture.run();
		this.look.surroundings = "shop.example 192.0.2.2";
		tendEachMinute(fixture, 60);
		assertThat(this.issuer.asked).hasSize(1);
	}

	/**
	 * As the scheduler does.
	 */
	private void tendEachMinute(KeeperFixture fixture, int minutes) {
		for (int i = 0; i < minutes; i++) {
			this.clock.advance(Duration.ofMinutes(1));
			fixture.run();
		}
	}

	private KeeperFixture start() {
		KeeperFixture fixture = new KeeperFixture(TestSpecs.of("shop.example"), this.store, this.clock, this.look,
				List.of(IssuerChoice.of(this.issuer)));
		fixture.load();
		return fixture;
	}

	private static final class Look implements Preflight {

		private final List<Occasion> occasions = new ArrayList<>();

		private List<Finding> findings = List.of();

		private String surroundings = "shop.example 192.0.2.1";

		@Override
		public List<Finding> check(CertificateSpec spec, CertificateIssuer issuer, Occasion occasion) {
			this.occasions.add(occasion);
			return this.findings;
		}

		@Override
		public String surroundings(CertificateSpec spec) {
			return this.surroundings;
		}

	}

}
