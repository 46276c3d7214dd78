package dev.autohttps.renewal;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.RateBudget;
import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RateLimit.Kind;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A CA of which a year passes in seconds. It counts for itself what it allows, and
 * remembers each time that somebody asked for more.
 */
final class SimulatedCa implements CertificateIssuer {

	private static final RateLimit ORDERS = new RateLimit(Kind.NEW_ORDERS, 300, Duration.ofHours(3));

	private static final RateLimit SAME_NAMES = new RateLimit(Kind.CERTIFICATES, 5, Duration.ofDays(7));

	private static final Duration SHORT = Duration.ofDays(10);

	private static final X500Name NAME = new X500Name("CN=Simulated CA");

	private final KeyPair key = KeyType.EC_P256.generate();

	private final X509Certificate certificate = TestCertificates.signedBy(NAME, this.key.getPrivate(),
			this.key.getPublic(), TestClock.START, TestClock.START.plus(Duration.ofDays(3650)));

	private final TestClock clock;

	private final RateBudget budget;

	private final Random random;

	private final Predicate<Instant> outage;

	private final boolean advises;

	private final Deque<Instant> ordered = new ArrayDeque<>();

	private final Map<String, Deque<Instant>> issued = new HashMap<>();

	private final Map<String, RenewalInfo> surprises = new HashMap<>();

	/**
	 * How many orders were placed on each day.
	 */
	final Map<Long, Integer> orders = new TreeMap<>();

	/**
	 * How often it was asked for anything while it was away.
	 */
	int askedInVain;

	int asked;

	int advised;

	int broken;

	private int count;

	SimulatedCa(TestClock clock, Store store, Random random, boolean advises, Predicate<Instant> outage) {
		this.clock = clock;
		this.random = random;
		this.outage = outage;
		this.advises = advises;
		this.budget = new RateBudget(store, id(), List.of(ORDERS, SAME_NAMES), clock);
	}

	@Override
	public String id() {
		return "simulated-ca";
	}

	@Override
	public String description() {
		return "the simulated CA";
	}

	@Override
	public Standing standing() {
		return Standing.PRODUCTION;
	}

	@Override
	public Issuance advance(Issuance issuance) throws IssuanceException {
		Instant now = this.clock.instant();
		if (issuance.step() == Step.KEY_MADE) {
			String names = issuance.spec().domains().toString();
			this.budget.require(Kind.CERTIFICATES, names);
			this.budget.spend(Kind.NEW_ORDERS, "account", "order " + ++this.count);
			reach(now);
			count(this.ordered, ORDERS, now);
			this.orders.merge(day(now), 1, Integer::sum);
			return issuance.with(Map.of("order", "order " + this.count))
				.after(Step.CHALLENGES_ANSWERED, now.plusSeconds(2));
		}
		reach(now);
		String names = issuance.spec().domains().toString();
		this.budget.spend(Kind.CERTIFICATES, names, issuance.details().getOrDefault("order", ""));
		count(this.issued.computeIfAbsent(names, (key) -> new ArrayDeque<>()), SAME_NAMES, now);
		// It dates back, as CAs do.
		Instant from = now.minus(Duration.ofHours(1));
		return issuance.issued(chain(issuance.spec(), issuance.key().getPublic(), from));
	}

	/**
	 * Suggest a window in the usual place, unless there is a surprise: one that is over,
	 * too late, without an end, or none.
	 */
	@Override
	public RenewalInfo renewalInfo(ServerCertificate certificate) throws IssuanceException {
		if (!this.advises) {
			return null;
		}
		Instant now = this.clock.instant();
		reach(now);
		this.advised++;
		Duration lifetime = certificate.lifetime();
		Instant askAgain = now.plus(lifetime.dividedBy(10));
		RenewalInfo surprise = this.surprises.get(certificate.alias());
		if (surprise != null) {
			return new RenewalInfo(surprise.start(), surprise.end(), surprise.explanation(), askAgain);
		}
		switch (this.random.nextInt(500)) {
			case 0 -> {
				return surprise(certificate, now.minus(Duration.ofHours(1)), now.minus(Duration.ofMinutes(30)));
			}
			case 1 -> {
				return surprise(certificate, certificate.notAfter(), certificate.notAfter().plus(Duration.ofDays(9)));
			}
			case 2 -> throw new IssuanceException("no advice", FailureKind.UNAVAILABLE, false, null, null, null);
			default -> {
				// Around a third that is left, or a half of a short life, as Let's
				// Encrypt
				// does; but wide enough to spread out those that came together.
				int percent = (lifetime.compareTo(SHORT) < 0) ? 40 : 57;
				Instant start = certificate.notBefore().plus(lifetime.multipliedBy(percent).dividedBy(100));
				return new RenewalInfo(start, start.plus(lifetime.dividedBy(5)), null, askAgain);
			}
		}
	}

	private RenewalInfo surprise(ServerCertificate certificate, Instant start, Instant end) {
		RenewalInfo info = new RenewalInfo(start, end, "https://ca.example/why",
				this.clock.instant().plus(certificate.lifetime().dividedBy(10)));
		this.surprises.put(certificate.alias(), info);
		return info;
	}

	private void reach(Instant now) throws IssuanceException {
		this.asked++;
		if (this.outage.test(now)) {
			this.askedInVain++;
			throw new IssuanceException("it is away", FailureKind.UNAVAILABLE, false, null, null, null);
		}
	}

	private void count(Deque<Instant> spent, RateLimit limit, Instant now) {
		while (!spent.isEmpty() && !spent.peekFirst().plus(limit.period()).isAfter(now)) {
			spent.removeFirst();
		}
		spent.addLast(now);
		if (spent.size() > limit.count()) {
			this.broken++;
		}
	}

	/**
	 * Issue a certificate that is some time old already, for a start in the midst of it.
	 */
	ServerCertificate issued(CertificateSpec spec, double age) {
		Duration lifetime = Duration.parse(spec.profile());
		Instant from = this.clock.instant().minusMillis((long) (lifetime.toMillis() * age));
		KeyPair fresh = spec.id().keyType().generate();
		return TestCertificates.of(fresh.getPrivate(), chain(spec, fresh.getPublic(), from));
	}

	private List<X509Certificate> chain(CertificateSpec spec, PublicKey key, Instant from) {
		return List.of(
				TestCertificates.signedBy(NAME, this.key.getPrivate(), key, from,
						from.plus(Duration.parse(spec.profile())), spec.domains().names().toArray(String[]::new)),
				this.certificate);
	}

	static long day(Instant moment) {
		return Duration.between(TestClock.START, moment).toDays();
	}

}
