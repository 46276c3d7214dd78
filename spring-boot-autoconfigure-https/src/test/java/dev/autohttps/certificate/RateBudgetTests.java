package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.autohttps.certificate.RateLimit.Kind;
import dev.autohttps.store.file.FileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RateBudgetTests {

	private static final RateLimit THREE_A_DAY = new RateLimit(Kind.CERTIFICATES, 3, Duration.ofDays(1));

	private static final String SUBJECT = "shop.example www.shop.example";

	private final TestStore store = new TestStore();

	private final TestClock clock = new TestClock();

	private final RateBudget budget = budget(this.store, THREE_A_DAY);

	@Test
	void belowTheLimitAllIsFree() throws Exception {
		for (int i = 0; i < 3; i++) {
			this.budget.require(Kind.CERTIFICATES, SUBJECT);
			this.budget.spend(Kind.CERTIFICATES, SUBJECT, "order-" + i);
			assertThat(this.budget.spent(Kind.CERTIFICATES, SUBJECT)).isEqualTo(i + 1);
		}
	}

	@Test
	void atTheLimitNothingIsAndNothingIsNoted() throws Exception {
		spendAll();
		assertThat(refusal()).isNotNull();
		assertThatExceptionOfType(IssuanceException.class)
			.isThrownBy(() -> this.budget.spend(Kind.CERTIFICATES, SUBJECT, "another"));
		assertThat(this.budget.spent(Kind.CERTIFICATES, SUBJECT)).isEqualTo(3);
	}

	@Test
	void oneIsFreeWhenTheOldestIsOutOfThePeriod() throws Exception {
		spendAll();
		IssuanceException refusal = refusal();
		assertThat(refusal.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
		assertThat(refusal.isOrderSpoiled()).isFalse();
		assertThat(refusal.getRetryAfter()).isEqualTo(TestClock.START.plus(Duration.ofDays(1)));
		this.clock.set(refusal.getRetryAfter().minusMillis(1));
		assertThat(refusal()).isNotNull();
		this.clock.set(refusal.getRetryAfter());
		this.budget.spend(Kind.CERTIFICATES, SUBJECT, "another");
		assertThat(refusal().getRetryAfter()).isEqualTo(TestClock.START.plus(Duration.ofDays(1).plusHours(1)));
	}

	@Test
	void overTheLimitOneIsFreeWhenSoManyAreNoMoreWithin() throws Exception {
		for (int i = 0; i < 5; i++) {
			this.budget.note(Kind.CERTIFICATES, SUBJECT, "order-" + i);
			this.clock.advance(Duration.ofHours(1));
		}
		assertThat(refusal()).hasMessageContaining("it allows 3 ").hasMessageContaining(" 5 were used up");
		assertThat(refusal().getRetryAfter()).isEqualTo(TestClock.START.plus(Duration.ofHours(2 + 24)));
	}

	@Test
	void aLimitThatWasLoweredCountsWhatWasSpentBefore() throws Exception {
		spendAll();
		RateBudget lower = budget(this.store, new RateLimit(Kind.CERTIFICATES, 1, Duration.ofDays(1)));
		IssuanceException refusal = refusal(lower);
		assertThat(refusal.getRetryAfter()).isEqualTo(TestClock.START.plus(Duration.ofHours(2 + 24)));
	}

	@Test
	void theSameIdCountsOnce() throws Exception {
		spendAll();
		this.budget.spend(Kind.CERTIFICATES, SUBJECT, "order-1");
		this.budget.note(Kind.CERTIFICATES, SUBJECT, "order-1");
		assertThat(this.budget.spent(Kind.CERTIFICATES, SUBJECT)).isEqualTo(3);
	}

	@Test
	void oneSubjectDoesNotCountForAnotherNorOneKindNorOneCa() throws Exception {
		spendAll();
		assertThatNoException().isThrownBy(() -> this.budget.require(Kind.CERTIFICATES, "shop.example"));
		assertThatNoException().isThrownBy(() -> this.budget.require(Kind.NEW_ORDERS, SUBJECT));
		RateBudget elsewhere = new RateBudget(this.store, "another-ca", List.of(THREE_A_DAY), this.clock);
		assertThatNoException().isThrownBy(() -> elsewhere.require(Kind.CERTIFICATES, SUBJECT));
	}

	@Test
	void whatIsNotLimitedIsFreeAndNotKept() throws Exception {
		RateBudget free = budget(this.store);
		for (int i = 0; i < 100; i++) {
			free.spend(Kind.NEW_ORDERS, SUBJECT, "order-" + i);
			free.note(Kind.NEW_ORDERS, SUBJECT, "order-" + i);
		}
		assertThat(free.spent(Kind.NEW_ORDERS, SUBJECT)).isZero();
		assertThat(this.store.list("")).isEmpty();
	}

	@Test
	void aProcessThatIsStartedAgainKnowsWhatWasSpent(@TempDir Path directory) throws Exception {
		for (int i = 0; i < 3; i++) {
			budget(new FileStore(directory), THREE_A_DAY).spend(Kind.CERTIFICATES, SUBJECT, "order-" + i);
		}
		assertThat(refusal(budget(new FileStore(directory), THREE_A_DAY))).isNotNull();
	}

	@Test
	void whatIsOutOfThePeriodIsForgotten() throws Exception {
		spendAll();
		this.clock.advance(Duration.ofDays(2));
		this.budget.spend(Kind.CERTIFICATES, SUBJECT, "another");
		assertThat(new String(entry().content(), StandardCharsets.UTF_8)).contains("another").doesNotContain("order-");
	}

	@Test
	void twoProcessesNeverSpendMoreTogether() throws Exception {
		assertThat(race(this.store, this.store.another())).isEqualTo(40);
	}

	@Test
	void norDoTwoProcessesWithADirectory(@TempDir Path directory) throws Exception {
		assertThat(race(new FileStore(directory), new FileStore(directory))).isEqualTo(40);
	}

	@Test
	void aClockThatWasSetBackLocksNobodyOutForLongerThanThePeriod() throws Exception {
		this.clock.set(TestClock.START.plus(Duration.ofDays(365)));
		spendAll();
		this.clock.set(TestClock.START);
		assertThat(refusal().getRetryAfter()).isEqualTo(TestClock.START.plus(Duration.ofDays(1)));
		this.clock.advance(Duration.ofHours(20));
		assertThat(refusal().getRetryAfter()).isEqualTo(TestClock.START.plus(Duration.ofDays(1)));
		this.clock.advance(Duration.ofHours(4));
		assertThatNoException().isThrownBy(() -> this.budget.require(Kind.CERTIFICATES, SUBJECT));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "\0\0\0\0", "no map at all", "order=yesterday\n=\n\\u12", "order=+1000000000000-01-01" })
	void aGarbledEntryIsWorthNothing(String content) throws Exception {
		spendAll();
		this.store.put(key(), content.getBytes(StandardCharsets.UTF_8));
		this.budget.require(Kind.CERTIFICATES, SUBJECT);
		spendAll();
		assertThat(refusal()).isNotNull();
	}

	@Test
	void theGoodLinesOfAGarbledEntryCount() throws Exception {
		spendAll();
		String content = new String(entry().content(), StandardCharsets.UTF_8);
		this.store.put(key(), content.replaceFirst("=.*", "=?").getBytes(StandardCharsets.UTF_8));
		assertThat(this.budget.spent(Kind.CERTIFICATES, SUBJECT)).isEqualTo(2);
	}

	@Test
	void aStoreThatIsBrokenIsNotTakenForOneWithNothingSpent() throws Exception {
		this.store.breakOn((operation) -> true);
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.budget.require(Kind.CERTIFICATES, SUBJECT));
		this.store.breakOn((operation) -> operation.startsWith("save"));
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.budget.spend(Kind.CERTIFICATES, SUBJECT, "order"));
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.budget.note(Kind.CERTIFICATES, SUBJECT, "order"));
		this.store.mend();
		assertThat(this.budget.spent(Kind.CERTIFICATES, SUBJECT)).isZero();
	}

	@Test
	void peopleReadWhatIsLimitedForWhomAndUntilWhen() throws Exception {
		spendAll();
		assertThat(refusal()).hasMessage("the CA was not asked, since it allows 3 certificates for exactly these names "
				+ "in a day and 3 were used up (for shop.example www.shop.example); "
				+ "one is free again at 2026-03-02T12:00:00Z");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			CERTIFICATES       | 1 | P7D     | 1 certificate for exactly these names in 7 days and 1 was used up
			FAILED_VALIDATIONS | 1 | PT1H    | 1 failed validation of a name in an hour and 1 was used up
			NEW_ORDERS         | 2 | PT3H    | 2 orders in 3 hours and 2 were used up
			NEW_ACCOUNTS       | 1 | PT90M   | 1 account in 1h30m and 1 was used up
			NEW_ACCOUNTS       | 1 | PT0.5S  | 1 account in 0.5s and 1 was used up
			""")
	void numbersAndPeriodsAreWrittenAsPeopleDo(Kind kind, int count, Duration period, String words) throws Exception {
		RateBudget other = budget(this.store, new RateLimit(kind, count, period));
		for (int i = 0; i < count; i++) {
			other.spend(kind, SUBJECT, "id-" + i);
		}
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(() -> other.require(kind, SUBJECT))
			.withMessageContaining("it allows " + words + " (for ");
	}

	@Test
	void theMomentThatPeopleReadIsNeverTooEarly() throws Exception {
		this.clock.advance(Duration.ofMillis(1));
		spendAll();
		assertThat(refusal()).hasMessageEndingWith("at 2026-03-02T12:00:01Z");
	}

	@Test
	void aHundredNamesDoNotFillTheMessage() throws Exception {
		String names = "a-long-name.example ".repeat(100);
		for (int i = 0; i < 3; i++) {
			this.budget.spend(Kind.CERTIFICATES, names, "order-" + i);
		}
		assertThatExceptionOfType(IssuanceException.class)
			.isThrownBy(() -> this.budget.require(Kind.CERTIFICATES, names))
			.satisfies((refusal) -> assertThat(refusal.getMessage()).hasSizeLessThan(400).contains("…); one is free"));
	}

	@ParameterizedTest
	@CsvSource({ "0, P1D", "-1, P1D", "1, PT0S", "1, -P1D" })
	void aLimitThatAllowsNothingOrAllIsNone(int count, Duration period) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(Kind.NEW_ORDERS, count, period));
	}

	/**
	 * Return how many of 80 attempts, by two threads of each of two processes, succeed
	 * where 40 are allowed.
	 */
	private int race(Store... processes) throws Exception {
		RateLimit limit = new RateLimit(Kind.NEW_ORDERS, 40, Duration.ofDays(1));
		CyclicBarrier start = new CyclicBarrier(2 * processes.length);
		ExecutorService executor = Executors.newFixedThreadPool(2 * processes.length);
		try {
			List<Future<Integer>> counts = new ArrayList<>();
			for (Store process : processes) {
				RateBudget shared = budget(process, limit);
				Callable<Integer> worker = () -> {
					start.await(30, TimeUnit.SECONDS);
					return spendWhatIsLeft(shared);
				};
				counts.add(executor.submit(worker));
				counts.add(executor.submit(worker));
			}
			int total = 0;
			for (Future<Integer> count : counts) {
				total += count.get(60, TimeUnit.SECONDS);
			}
			assertThat(budget(processes[0], limit).spent(Kind.NEW_ORDERS, SUBJECT)).isEqualTo(total);
			return total;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static int spendWhatIsLeft(RateBudget shared) {
		int spent = 0;
		for (int i = 0; i < 20; i++) {
			try {
				shared.spend(Kind.NEW_ORDERS, SUBJECT, UUID.randomUUID().toString());
				spent++;
			}
			catch (IssuanceException ex) {
				assertThat(ex.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
			}
		}
		return spent;
	}

	/**
	 * Spend all, one at each hour, and stay at the moment of the last.
	 */
	private void spendAll() throws IssuanceException {
		for (int i = 0; i < 3; i++) {
			this.budget.spend(Kind.CERTIFICATES, SUBJECT, "order-" + i);
			if (i < 2) {
				this.clock.advance(Duration.ofHours(1));
			}
		}
	}

	private IssuanceException refusal() {
		return refusal(this.budget);
	}

	private static IssuanceException refusal(RateBudget budget) {
		return catchThrowableOfType(IssuanceException.class, () -> budget.require(Kind.CERTIFICATES, SUBJECT));
	}

	private RateBudget budget(Store kept, RateLimit... limits) {
		return new RateBudget(kept, "ca", List.of(limits), this.clock);
	}

	private StoreEntry entry() {
		StoreEntry entry = this.store.load(key());
		assertThat(entry).isNotNull();
		return entry;
	}

	private String key() {
		return this.store.list("budget/ca/certificates").get(0);
	}

}
