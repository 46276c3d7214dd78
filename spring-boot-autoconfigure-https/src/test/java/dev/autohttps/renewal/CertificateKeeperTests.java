package dev.autohttps.renewal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.store.file.FileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateKeeperTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestStore store = new TestStore();

	@Test
	void aCertificateThatIsDueAsSoonAsItIsThereIsNotReplacedAtOnce() {
		Instant now = this.clock.instant();
		this.issuer.thenGoOn(4)
			.then((issuance) -> issuance.issued(TestCertificates.chain(issuance.key().getPublic(),
					now.minus(Duration.ofDays(80)), now.plus(Duration.ofDays(10)), "shop.example")));
		KeeperFixture fixture = KeeperFixture.start(this.store, this.issuer, this.clock);
		assertThat(fixture.run()).isEqualTo(now.plus(Duration.ofDays(9)));
		assertThat(this.issuer.orders()).isOne();
		fixture.runAt(now.plus(Duration.ofDays(9)));
		assertThat(this.issuer.orders()).isEqualTo(2);
	}

	@Test
	void aCertificateIsObtainedStoredAndServed(@TempDir Path directory) {
		KeeperFixture one = KeeperFixture.start(new FileStore(directory), this.issuer, this.clock);
		assertThat(one.status().state()).isEqualTo(CertificateState.PLACEHOLDER);
		Instant next = one.run();
		assertThat(one.served().standing()).isEqualTo(Standing.PRODUCTION);
		assertThat(one.stored()).isEqualTo(one.served().certificate());
		assertThat(one.issuances().find("test-ca", one.spec)).isNull();
		assertThat(one.status().state()).isEqualTo(CertificateState.VALID);
		assertThat(one.status().nextAttempt()).isEqualTo(next).isAfter(this.clock.instant().plus(Duration.ofDays(50)));
		assertThat(this.issuer.asked).extracting(Issuance::step)
			.containsExactly(Step.KEY_MADE, Step.ORDER_PLACED, Step.ANSWERS_OFFERED, Step.CHALLENGES_ANSWERED,
					Step.FINALIZED);
	}

	@Test
	void nothingIsDoneBeforeItIsDue() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		Instant next = one.run();
		this.clock.set(next.minusMillis(1));
		int asked = this.issuer.asked.size();
		assertThat(one.run()).isEqualTo(next);
		assertThat(this.issuer.asked).hasSize(asked);
	}

	@Test
	void itIsRenewedWithAFreshKeyWhileTheFormerIsServed() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		Instant next = one.run();
		ServerCertificate former = one.served().certificate();
		this.clock.set(next);
		one.keeper.tend();
		assertThat(one.served().certificate()).isEqualTo(former);
		assertThat(one.status().state()).isEqualTo(CertificateState.RENEWING);
		one.run();
		assertThat(one.served().certificate()).isNotEqualTo(former).isEqualTo(one.stored());
		assertThat(this.issuer.keys()).hasSize(2);
	}

	@Test
	void everyStepIsStoredBeforeTheNextIsTaken() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		List<Step> stored = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			this.issuer.then((issuance) -> {
				Issuance saved = one.issuances().find("test-ca", one.spec);
				assertThat(saved.key().getPublic()).isEqualTo(issuance.key().getPublic());
				assertThat(saved.details()).isEqualTo(issuance.details());
				stored.add(saved.step());
				return this.issuer.usual(issuance);
			});
		}
		one.run();
		assertThat(stored).containsExactly(Step.KEY_MADE, Step.ORDER_PLACED, Step.ANSWERS_OFFERED,
				Step.CHALLENGES_ANSWERED, Step.FINALIZED);
		assertThat(one.isServingARealOne()).isTrue();
	}

	@Test
	void theCaIsNotAskedBeforeItWantsToBe() {
		Instant later = this.clock.instant().plusSeconds(30);
		KeeperFixture one = KeeperFixture.start(this.store,
				this.issuer.thenGoOn(1).then((issuance) -> issuance.after(Step.ORDER_PLACED, later)), this.clock);
		assertThat(one.run()).isEqualTo(later);
		assertThat(one.run()).isEqualTo(later);
		assertThat(this.issuer.asked).hasSize(2);
		one.runAt(later);
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isOne();
	}

	@Test
	void aProcessThatDiedAtAnyStepIsGoneOnWithByTheNext() {
		for (int steps = 1; steps <= 5; steps++) {
			TestStore shared = new TestStore();
			TestIssuer ca = new TestIssuer(this.clock);
			KeeperFixture first = KeeperFixture.start(shared, ca, this.clock);
			for (int i = 0; i < steps; i++) {
				first.keeper.tend();
			}
			first.keeper.release();
			KeeperFixture second = KeeperFixture.start(shared.another(), ca, this.clock);
			second.run();
			assertThat(second.isServingARealOne()).isTrue();
			assertThat(ca.orders()).as("after %d steps", steps).isOne();
			assertThat(ca.keys()).hasSize(1);
		}
	}

	@Test
	void answersAreOnOfferUntilTheEnd() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		one.keeper.tend();
		assertThat(one.offered()).isEmpty();
		one.keeper.tend();
		assertThat(one.offered()).containsExactly(TestIssuer.answer(this.issuer.asked.get(0)));
		one.run();
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(one.offered()).isEmpty();
	}

	@Test
	void answersAreNotOnOfferBeforeTheyAreStored() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		one.keeper.tend();
		this.store.breakOn((operation) -> operation.startsWith("save issuances/"));
		Instant next = one.keeper.tend();
		assertThat(one.offered()).isEmpty();
		this.store.mend();
		one.runAt(next);
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isOne();
	}

	@Test
	void furtherAnswersInTheSameStepAreStoredBeforeTheyAreOnOffer() {
		ChallengeAnswer further = new ChallengeAnswer("http-01", "shop.example", "further", "further.thumb");
		KeeperFixture one = KeeperFixture.start(this.store,
				this.issuer.thenGoOn(2).then((issuance) -> issuance.offering(List.of(further))), this.clock);
		one.keeper.tend();
		one.keeper.tend();
		this.store.breakOn((operation) -> operation.startsWith("save issuances/"));
		one.keeper.tend();
		assertThat(one.offered()).doesNotContain(further);
		this.store.mend();
		one.runAt(this.clock.instant().plusSeconds(10));
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(one.offered()).isEmpty();
	}

	@Test
	void answersThatTheIssuerTakesBackAreWithdrawn() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer.thenGoOn(2)
			.then((issuance) -> issuance.offering(List.of()).after(Step.CHALLENGES_ANSWERED, issuance.notBefore())),
				this.clock);
		one.run();
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(one.offered()).isEmpty();
	}

	@Test
	void answersAreOnOfferAgainAfterARestart() {
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer, this.clock);
		first.keeper.tend();
		first.keeper.tend();
		KeeperFixture second = new KeeperFixture(this.store.another(), this.issuer, this.clock);
		second.keeper.load();
		assertThat(second.offered()).isNotEmpty().isEqualTo(first.offered());
	}

	@Test
	void whatIsStoredIsServedWithoutAskingTheCa() {
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer, this.clock);
		first.run();
		int asked = this.issuer.asked.size();
		KeeperFixture second = new KeeperFixture(this.store.another(), this.issuer, this.clock);
		assertThat(second.keeper.load()).isTrue();
		assertThat(second.served().certificate()).isEqualTo(first.served().certificate());
		second.run();
		assertThat(this.issuer.asked).hasSize(asked);
		assertThat(second.events).isEmpty();
	}

	@Test
	void anExpiredCertificateIsServedAndRenewed() {
		Instant now = this.clock.instant();
		ServerCertificate expired = TestCertificates.of(KeyType.EC_P256, now.minus(Duration.ofDays(90)),
				now.minusSeconds(1), "shop.example");
		KeeperFixture one = new KeeperFixture(this.store, this.issuer, this.clock);
		new CertificateRepository(this.store, this.clock, (warning) -> {
		}).save("test-ca", one.spec, expired);
		assertThat(one.keeper.load()).isTrue();
		assertThat(one.served().certificate()).isEqualTo(expired);
		assertThat(one.status().state()).isEqualTo(CertificateState.EXPIRED);
		one.run();
		assertThat(one.served().certificate()).isEqualTo(one.stored()).isNotEqualTo(expired);
		assertThat(one.events).singleElement().isInstanceOf(CertificateRenewed.class);
	}

	@Test
	void onlyOneOfTwoKeepersIssuesAndBothServe(@TempDir Path directory) {
		KeeperFixture first = KeeperFixture.start(new FileStore(directory), this.issuer, this.clock);
		KeeperFixture second = KeeperFixture.start(new FileStore(directory), this.issuer, this.clock);
		for (int i = 0; i < 10; i++) {
			first.keeper.tend();
			second.keeper.tend();
			this.clock.advance(Duration.ofSeconds(3));
		}
		assertThat(first.isServingARealOne()).isTrue();
		assertThat(second.served().certificate()).isEqualTo(first.served().certificate());
		assertThat(this.issuer.orders()).isOne();
	}

	@Test
	void nothingIsDoneWhileAnotherHoldsTheLease() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		Lease lease = this.store.another().tryLease(StoreKeys.lease(one.spec), Duration.ofMinutes(5));
		Instant next = one.run();
		assertThat(next).isAfter(this.clock.instant()).isBefore(this.clock.instant().plusSeconds(60));
		assertThat(this.issuer.asked).isEmpty();
		assertThat(one.events).isEmpty();
		lease.close();
		one.runAt(next);
		assertThat(one.isServingARealOne()).isTrue();
	}

	@Test
	void theLeaseIsFreeAtTheEnd() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		one.run();
		assertThat(this.store.tryLease(StoreKeys.lease(one.spec), Duration.ofMinutes(5))).isNotNull();
	}

	@Test
	void aCertificateThatWasStoredButNotTidiedUpAfterIsNotTakenForARenewal() {
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer, this.clock);
		this.store.breakOn((operation) -> operation.startsWith("delete issuances/"));
		first.run();
		assertThat(first.isServingARealOne()).isTrue();
		first.keeper.release();
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		ServerCertificate former = second.served().certificate();
		second.runAt(second.run());
		assertThat(second.served().certificate()).isNotEqualTo(former);
		assertThat(second.events).hasSize(1);
		assertThat(this.issuer.orders()).isEqualTo(2);
	}

	@Test
	void eventsSayWhatBecameOfIt() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		Instant next = one.run();
		ServerCertificate first = one.served().certificate();
		assertThat(one.events).containsExactly(
				new CertificateIssued(one.spec.id(), one.spec.domains(), first.serial(), first.notAfter()));
		one.runAt(next);
		ServerCertificate second = one.served().certificate();
		assertThat(one.events).hasSize(2)
			.contains(new CertificateRenewed(one.spec.id(), one.spec.domains(), second.serial(), second.notAfter()));
	}

	@Test
	void aListenerThatThrowsDoesNoHarm() {
		KeeperFixture one = new KeeperFixture(this.store, this.issuer, this.clock);
		CertificateKeeper keeper = new CertificateKeeper(one.spec, List.of(IssuerChoice.of(this.issuer)), this.store,
				one.live, one.answers, new RenewalPolicy(null), Preflight.NONE, KeeperFixture::placeholder,
				new Random(42), this.clock, new Announcer((event) -> {
					throw new IllegalStateException("listener");
				}), (spec, issuer, purpose) -> {
					throw new IllegalStateException("listener");
				});
		keeper.load();
		for (int i = 0; i < 5; i++) {
			keeper.tend();
		}
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(keeper.status().failure()).isNull();
	}

	@Test
	void theStatusSaysHowFarItIs() {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		assertThat(one.status().step()).isNull();
		assertThat(one.status().issuer()).isEqualTo("https://ca.example/directory");
		one.keeper.tend();
		assertThat(one.status().step()).isEqualTo(Step.ORDER_PLACED);
		assertThat(one.status().reason()).isEqualTo("it is being obtained");
		one.run();
		assertThat(one.status().step()).isNull();
		assertThat(one.status().reason()).contains("of its lifetime is left");
	}

	@Test
	void detailsAreForTheIssuerToKeep() {
		KeeperFixture one = KeeperFixture.start(this.store,
				this.issuer.thenGoOn(1)
					.then((issuance) -> issuance.with(Map.of("a", "1"))
						.after(Step.ORDER_PLACED, this.clock.instant().plusSeconds(5))),
				this.clock);
		one.run();
		assertThat(one.issuances().find("test-ca", one.spec).details()).containsExactly(Map.entry("a", "1"));
	}

}
