package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many certificates of mixed lifetimes over a long time, with a CA that is away now and
 * then and gives strange advice: in the suite a part of a year of some of them, and with
 * {@code -Dhttps.bench=full} the whole.
 */
@Tag("bench")
class YearTests {

	private static final boolean FULL = "full".equals(System.getProperty("https.bench"));

	private static final int CERTIFICATES = FULL ? 1000 : 200;

	private static final Duration TIME = Duration.ofDays(FULL ? 365 : 45);

	/**
	 * A quarter of the shortest lifetime.
	 */
	private static final Duration OUTAGE = Duration.ofHours(36);

	private static final int DAYS_BETWEEN_OUTAGES = 30;

	private static final String[] LIFETIMES = { "P6D", "P45D", "P90D" };

	private static final ServerCertificate PLACEHOLDER = TestCertificates.of("placeholder.example");

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private SimulatedCa ca;

	private final LiveCertificates live = new LiveCertificates(this.clock);

	private final List<String> expired = new ArrayList<>();

	private Level level;

	private SwiftKeys keys;

	@BeforeEach
	void prepare() {
		this.keys = SwiftKeys.open();
		this.level = log().getLevel();
		log().setLevel(Level.ERROR);
	}

	@AfterEach
	void tidyUp() {
		this.keys.close();
		log().setLevel(this.level);
	}

	/**
	 * A fleet that has grown over time, at a CA that gives advice, sometimes bad.
	 */
	@Test
	void noneEverExpiresOrdersStayFlatAndNoLimitIsBroken() {
		this.ca = new SimulatedCa(this.clock, this.store, new Random(1), true, YearTests::isAway);
		Random ages = new Random(2);
		CertificateRepository certificates = new CertificateRepository(this.store, this.clock, System.err::println);
		for (CertificateSpec spec : specs()) {
			certificates.save(this.ca.id(), spec, this.ca.issued(spec, ages.nextDouble() / 2));
		}
		live(0);
		assertThat(this.ca.advised).isPositive();
	}

	/**
	 * A fleet that started on one day, as fast as the CA's limits allow, at a CA without
	 * advice.
	 */
	@Test
	void aFleetThatStartsTogetherSpreadsOut() {
		this.ca = new SimulatedCa(this.clock, this.store, new Random(3), false, YearTests::isAway);
		live(1);
		assertThat(this.ca.advised).isZero();
	}

	private static List<CertificateSpec> specs() {
		List<CertificateSpec> specs = new ArrayList<>();
		for (int i = 0; i < CERTIFICATES; i++) {
			specs.add(new CertificateSpec(new CertificateId("c" + i, KeyType.EC_P256),
					Domains.of(List.of("c" + i + ".example")), LIFETIMES[i % LIFETIMES.length], List.of("http-01")));
		}
		return specs;
	}

	private void live(int daysUntilSettled) {
		long begun = System.nanoTime();
		Map<CertificateSpec, List<IssuerChoice>> wanted = new LinkedHashMap<>();
		specs().forEach((spec) -> wanted.put(spec, List.of(IssuerChoice.of(this.ca))));
		CertificateKeepers keepers = new CertificateKeepers(wanted, this.store, this.live, new OfferedAnswers(),
				new RenewalPolicy(null), Preflight.NONE, (domains) -> PLACEHOLDER, this.clock, (event) -> {
				}, AttemptListener.NONE);
		PriorityQueue<Turn> turns = new PriorityQueue<>();
		for (CertificateKeeper keeper : keepers) {
			if (!keeper.load()) {
				keeper.placehold();
			}
			turns.add(new Turn(this.clock.instant(), keeper));
		}
		Instant end = this.clock.instant().plus(TIME);
		Instant settled = TestClock.START.plus(Duration.ofDays(daysUntilSettled));
		while (turns.peek().at().isBefore(end)) {
			Turn turn = turns.poll();
			if (turn.at().isAfter(this.clock.instant())) {
				this.clock.set(turn.at());
			}
			check(turn.keeper(), settled);
			turns.add(new Turn(turn.keeper().tend(), turn.keeper()));
		}
		keepers.forEach((keeper) -> check(keeper, settled));
		report(begun);
		assertThat(this.expired).isEmpty();
		assertThat(this.ca.broken).isZero();
		assertThat(peak()).isLessThanOrEqualTo(2 * mean() + chance());
	}

	/**
	 * Looked at before each thing that is done, at the latest after the longest nap.
	 */
	private void check(CertificateKeeper keeper, Instant settled) {
		LiveCertificate served = this.live.current().get(keeper.spec().id());
		Instant now = this.clock.instant();
		if (now.isAfter(settled) && (served.isPlaceholder() || served.certificate().isExpired(now))) {
			this.expired.add(keeper.spec().id() + " at " + now);
		}
	}

	private void report(long begun) {
		System.out.printf(
				"Year: %d certificates, %d days, %d orders, mean %.0f and peak %.0f a day outside recovery, "
						+ "%d asked for advice, %d asked in vain in %d outages of %d h, %d expired, %d limits broken, "
						+ "in %.0f s%n",
				CERTIFICATES, TIME.toDays(), this.ca.orders.values().stream().mapToInt(Integer::intValue).sum(), mean(),
				peak(), this.ca.advised, this.ca.askedInVain, TIME.toDays() / DAYS_BETWEEN_OUTAGES, OUTAGE.toHours(),
				this.expired.size(), this.ca.broken, (System.nanoTime() - begun) / 1e9);
	}

	private double mean() {
		return quietDays().mapToInt((day) -> this.ca.orders.getOrDefault(day, 0)).average().orElseThrow();
	}

	private double peak() {
		return quietDays().mapToInt((day) -> this.ca.orders.getOrDefault(day, 0)).max().orElseThrow();
	}

	/**
	 * What few certificates may differ from many by.
	 */
	private double chance() {
		return FULL ? 0 : 3 * Math.sqrt(mean());
	}

	/**
	 * Not those on which all begin, or what was put off in an outage is made up for,
	 * until the shortest lifetime has passed: those that were renewed together in that
	 * time come together once more.
	 */
	private Stream<Long> quietDays() {
		return LongStream.range(1, TIME.toDays()).filter((day) -> day % DAYS_BETWEEN_OUTAGES > 7).boxed();
	}

	private static boolean isAway(Instant now) {
		long day = SimulatedCa.day(now);
		Instant start = TestClock.START.plus(Duration.ofDays(day - day % DAYS_BETWEEN_OUTAGES));
		return day >= DAYS_BETWEEN_OUTAGES && now.isBefore(start.plus(OUTAGE));
	}

	private static Logger log() {
		return (Logger) LoggerFactory.getLogger("dev.autohttps.renewal");
	}

	private record Turn(Instant at, CertificateKeeper keeper) implements Comparable<Turn> {

		@Override
		public int compareTo(Turn other) {
			return this.at.compareTo(other.at);
		}

	}

}
