package dev.autohttps.acme.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import dev.autohttps.acme.Readiness;
import dev.autohttps.acme.dns.Propagation.Ask;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static dev.autohttps.acme.dns.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values on their way into the DNS and out of it, with somebody who fails when a test
 * says so.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class DnsPublicationsTests {

	private static final String NAME = "_acme-challenge.shop.example";

	private final TestStore store = new TestStore();

	private final TestClock clock = new TestClock();

	private MemoryDnsRecords dns = new MemoryDnsRecords();

	private Duration delay = Duration.ZERO;

	private DnsPublications publications = publications();

	@AfterEach
	void close() {
		this.publications.close();
	}

	@Test
	void aValueIsPublishedInAnotherThreadAndStaysUntilItIsWithdrawn() throws Exception {
		CountDownLatch hold = hold();
		ChallengeAnswer answer = answer("one");
		assertThat(prepare(answer)).isEqualTo(Readiness.NOT_YET);
		assertThat(prepare(answer)).isEqualTo(Readiness.NOT_YET);
		assertThat(this.dns.values()).isEmpty();
		hold.countDown();
		ready(answer);
		assertThat(prepare(answer)).isEqualTo(Readiness.READY);
		assertThat(this.dns.values()).isEqualTo(Map.of(NAME, Set.of(value(answer))));
		assertThat(this.dns.publications()).isOne();
		withdraw(answer);
		until(() -> this.dns.values().isEmpty() && ledger().isEmpty());
	}

	@Test
	void itIsNotedDownBeforeItIsPublished() throws Exception {
		CountDownLatch hold = hold();
		prepare(answer("one"));
		until(() -> ledger().size() == 1);
		assertThat(this.dns.values()).isEmpty();
		hold.countDown();
	}

	@Test
	void itIsNotPublishedIfItCannotBeNotedDown() throws Exception {
		this.store.breakOn((operation) -> operation.startsWith("save dns/"));
		ChallengeAnswer answer = answer("one");
		prepare(answer);
		assertThatExceptionOfType(StoreException.class).isThrownBy(failing(answer));
		assertThat(this.dns.publications()).isZero();
		this.store.mend();
		ready(answer);
	}

	@Test
	void severalValuesOfOneNameLeaveEachOtherAlone() throws Exception {
		ChallengeAnswer one = answer("one");
		ChallengeAnswer other = answer("other");
		ready(one);
		ready(other);
		assertThat(this.dns.values()).isEqualTo(Map.of(NAME, Set.of(value(one), value(other))));
		withdraw(one);
		until(() -> this.dns.values().equals(Map.of(NAME, Set.of(value(other)))));
	}

	@Test
	void whereANameCanHaveOneValueTheNextWaitsForItsEnd() throws Exception {
		this.dns = new MemoryDnsRecords(1);
		restart();
		ChallengeAnswer one = answer("one");
		ChallengeAnswer other = answer("other");
		save(one, other);
		ready(one);
		until(() -> prepare(other) == Readiness.NO_ROOM);
		withdraw(one);
		until(() -> prepare(other) == Readiness.READY, this::tick);
		assertThat(this.dns.values()).isEqualTo(Map.of(NAME, Set.of(value(other))));
	}

	@Test
	void roomThatIsTakenForTooLongIsAFailureThatPasses() throws Exception {
		this.dns = new MemoryDnsRecords(1);
		restart();
		ChallengeAnswer one = answer("one");
		ChallengeAnswer other = answer("other");
		save(one, other);
		ready(one);
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(failing(other))
			.withMessage("dns-01 for shop.example: there was no room for another value for 15 min: other orders have "
					+ "values at the same name")
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(FailureKind.DNS));
	}

	@Test
	void whatSomebodyMustMendCostsNoOrder() {
		this.dns.failure = DnsRecordsException.lasting("the key is wrong", null);
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(failing(answer("one")))
			.withMessage("dns-01 for shop.example: the key is wrong")
			.satisfies((ex) -> {
				assertThat(ex.getKind()).isEqualTo(FailureKind.DNS);
				assertThat(ex.isOrderSpoiled()).isFalse();
			});
	}

	@Test
	void whatPassesIsTriedAgain() throws Exception {
		this.dns.failure = DnsRecordsException.passing("nobody answers", null);
		ChallengeAnswer answer = answer("one");
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(failing(answer))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(FailureKind.DNS));
		this.dns.failure = null;
		ready(answer);
	}

	@Test
	void anExceptionThatTheContractDoesNotKnowIsToldWithWhoseItIs() {
		this.dns.failure = new IllegalStateException("no idea");
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(failing(answer("one")))
			.withMessage("dns-01 for shop.example: the memory failed to publish a value of " + NAME
					+ ": java.lang.IllegalStateException: no idea")
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(FailureKind.DNS));
	}

	@Test
	void theCaIsToldAfterTheDelay() throws Exception {
		this.delay = Duration.ofSeconds(20);
		restart();
		ChallengeAnswer answer = answer("one");
		prepare(answer);
		until(() -> !this.dns.values().isEmpty());
		for (int i = 0; i < 20; i++) {
			assertThat(prepare(answer)).isEqualTo(Readiness.NOT_YET);
		}
		until(() -> prepare(answer) == Readiness.READY, () -> this.clock.advance(Duration.ofSeconds(1)));
		assertThat(Duration.between(TestClock.START, this.clock.instant())).isBetween(this.delay,
				this.delay.plusSeconds(50));
	}

	@Test
	void whatJoinsTheValuesOfAnotherOrderWaitsUntilResolversHaveForgottenTheseAlone() throws Exception {
		this.dns.settling = Duration.ofSeconds(30);
		ready(answer("one"));
		ready(answer("of-the-same-order"));
		ChallengeAnswer other = answer("of-another-order");
		String key = issuance() + "-of-another";
		Callable<Readiness> prepare = () -> this.publications.advance(other.identifier(),
				Dns01ChallengeSolver.name(other), value(other), key);
		prepare.call();
		until(() -> this.dns.publications() == 3);
		for (int i = 0; i < 20; i++) {
			assertThat(prepare.call()).isEqualTo(Readiness.NOT_YET);
		}
		until(() -> prepare.call() == Readiness.READY, () -> this.clock.advance(Duration.ofSeconds(1)));
		assertThat(Duration.between(TestClock.START, this.clock.instant())).isGreaterThanOrEqualTo(this.dns.settling);
	}

	@Test
	void aValueThatIsWithdrawnWhileItIsBeingPublishedIsGoneInTheEnd() throws Exception {
		CountDownLatch hold = hold();
		ChallengeAnswer answer = answer("one");
		prepare(answer);
		until(() -> ledger().size() == 1);
		withdraw(answer);
		hold.countDown();
		until(() -> this.dns.publications() == 1 && this.dns.values().isEmpty() && ledger().isEmpty());
	}

	@Test
	void whatCouldNotBeWithdrawnIsSaidOnceAndWithdrawnLater(CapturedOutput output) throws Exception {
		ChallengeAnswer answer = answer("one");
		ready(answer);
		this.dns.failure = DnsRecordsException.passing("nobody answers", null);
		withdraw(answer);
		until(() -> output.toString().contains("could not be withdrawn"));
		withdraw(answer);
		restart();
		this.publications.start();
		this.publications.stop();
		this.dns.failure = null;
		restart();
		this.publications.start();
		until(() -> this.dns.values().isEmpty() && ledger().isEmpty());
		assertThat(output).contains("The TXT value \"" + value(answer) + "\" of " + NAME
				+ " is not needed any more but could not be withdrawn, which is tried again; it does no harm "
				+ "meanwhile: nobody answers");
	}

	@Test
	void whatAKilledProcessLeftIsWithdrawnUnlessItsOrderGoesOn() throws Exception {
		ChallengeAnswer goesOn = answer("goes-on");
		ChallengeAnswer left = answer("left");
		save(goesOn);
		ready(goesOn);
		ready(left);
		restart();
		this.publications.start();
		until(() -> this.dns.values().equals(Map.of(NAME, Set.of(value(goesOn)))));
		assertThat(ledger()).hasSize(1);
		ready(goesOn);
	}

	@Test
	void whatNobodyWentOnWithForADayIsWithdrawn() throws Exception {
		ChallengeAnswer answer = answer("one");
		save(answer);
		ready(answer);
		this.clock.advance(Duration.ofHours(25));
		restart();
		this.publications.start();
		until(() -> this.dns.values().isEmpty() && ledger().isEmpty());
	}

	@Test
	void roomThatIsTakenByWhatIsLeftOverIsMade() throws Exception {
		this.dns = new MemoryDnsRecords(1);
		restart();
		ready(answer("left"));
		restart();
		this.publications.start();
		ChallengeAnswer answer = answer("one");
		save(answer);
		until(() -> prepare(answer) == Readiness.READY, this::tick);
		assertThat(this.dns.values()).isEqualTo(Map.of(NAME, Set.of(value(answer))));
	}

	@Test
	void whatCannotBeWithdrawnTakesNoRoom() throws Exception {
		this.dns = new MemoryDnsRecords(1);
		restart();
		ChallengeAnswer one = answer("one");
		ready(one);
		this.dns.failure = DnsRecordsException.lasting("it cleans up nothing", null);
		withdraw(one);
		ChallengeAnswer other = answer("other");
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(failing(other))
			.withMessageContaining("it cleans up nothing");
	}

	@Test
	void whatFailedForNowLeavesItsPlaceToOthersWhereThereIsLittleRoom() throws Exception {
		ChallengeAnswer answer = answer("one");
		ready(answer);
		this.publications.makeRoom(Dns01ChallengeSolver.name(answer), value(answer));
		assertThat(this.dns.values()).isNotEmpty();
		this.dns = new MemoryDnsRecords(1);
		restart();
		ready(answer);
		this.publications.makeRoom(Dns01ChallengeSolver.name(answer), value(answer));
		until(() -> this.dns.values().isEmpty());
		ready(answer);
		// Also of what failed after it was published.
		restart();
		this.publications.makeRoom(Dns01ChallengeSolver.name(answer), value(answer));
		until(() -> this.dns.values().isEmpty() && ledger().isEmpty());
	}

	@Test
	void toWithdrawWhatWasNeverPublishedChangesNothing() {
		withdraw(answer("never"));
		assertThat(ledger()).isEmpty();
		assertThat(this.dns.values()).isEmpty();
	}

	@Test
	void closingEndsWhatIsBeingDoneAndForgetsNothing() throws Exception {
		hold();
		ChallengeAnswer answer = answer("one");
		prepare(answer);
		until(() -> this.dns.last != null);
		this.publications.close();
		until(() -> !this.dns.last.isAlive());
		assertThat(ledger()).hasSize(1);
		assertThat(this.dns.publications()).isZero();
	}

	@Test
	void manyValuesOfManyNamesAreAllGoneInTheEnd() throws Exception {
		List<ChallengeAnswer> answers = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			answers.add(new ChallengeAnswer("dns-01", "shop" + (i % 50) + ".example", "token", "token.key" + i));
		}
		until(() -> {
			boolean all = true;
			for (ChallengeAnswer answer : answers) {
				all &= prepare(answer) == Readiness.READY;
			}
			return all;
		});
		assertThat(this.dns.values()).hasSize(50).allSatisfy((name, values) -> assertThat(values).hasSize(4));
		assertThat(this.dns.publications()).isEqualTo(200);
		answers.forEach(this::withdraw);
		until(() -> this.dns.values().isEmpty() && ledger().isEmpty());
	}

	private void tick() {
		this.clock.advance(Duration.ofMillis(500));
	}

	private CountDownLatch hold() {
		CountDownLatch hold = new CountDownLatch(1);
		this.dns.hold = hold;
		return hold;
	}

	private void restart() {
		this.publications.close();
		this.publications = publications();
	}

	private DnsPublications publications() {
		return new DnsPublications(new DnsRoutes(List.of(new DnsRoute(List.of(), this.dns, List.of()))),
				Dns.ofThisMachine(), List.of(), new Propagation(Ask.NOBODY, Duration.ofMinutes(5), this.delay, false),
				this.store, this.clock);
	}

	private Readiness prepare(ChallengeAnswer answer) throws IssuanceException {
		return this.publications.advance(answer.identifier(), Dns01ChallengeSolver.name(answer), value(answer),
				issuance());
	}

	private void ready(ChallengeAnswer answer) throws Exception {
		until(() -> prepare(answer) == Readiness.READY);
	}

	private ThrowingCallable failing(ChallengeAnswer answer) {
		return () -> until(() -> prepare(answer) == Readiness.READY, () -> this.clock.advance(Duration.ofSeconds(5)));
	}

	private void withdraw(ChallengeAnswer answer) {
		this.publications.withdraw(Dns01ChallengeSolver.name(answer), value(answer));
	}

	private void save(ChallengeAnswer... answers) {
		Issuance issuance = Issuance.begin(TestSpecs.of("shop.example"), Instant.EPOCH).offering(List.of(answers));
		new IssuanceRepository(this.store, InstantSource.system(), (warning) -> {
		}).save("ca", issuance);
	}

	private static String issuance() {
		return IssuanceRepository.key("ca", TestSpecs.of("shop.example"));
	}

	private List<String> ledger() {
		return this.store.list("dns");
	}

	private static ChallengeAnswer answer(String token) {
		return new ChallengeAnswer("dns-01", "shop.example", token, token + ".thumbprint");
	}

	private static String value(ChallengeAnswer answer) {
		return Dns01ChallengeSolver.value(answer);
	}

}
