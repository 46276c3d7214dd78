package dev.autohttps.certificate;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.autohttps.certificate.RateLimit.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What was spent of a CA's rate limits, kept in a {@link Store} so that all processes
 * that share it, and those that are started again and again, stay below them together. It
 * looks at any period that ends now, so it never allows what a CA would refuse whose
 * allowance fills up again bit by bit.
 */
public final class RateBudget {

	private static final int ATTEMPTS = 50;

	private static final int LONGEST_SUBJECT = 200;

	private final Store store;

	private final String issuer;

	private final Map<Kind, RateLimit> limits = new EnumMap<>(Kind.class);

	private final InstantSource clock;

	/**
	 * Create a new budget.
	 * @param store where it is kept
	 * @param issuer the issuer's id
	 * @param limits what is limited; all else is free
	 * @param clock the time
	 */
	public RateBudget(Store store, String issuer, Collection<RateLimit> limits, InstantSource clock) {
		this.store = store;
		this.issuer = issuer;
		this.clock = clock;
		limits.forEach((limit) -> this.limits.put(limit.kind(), limit));
	}

	/**
	 * Find out whether a thing may be done, without doing it.
	 * @param kind the thing
	 * @param subject what it is done to, or whom it is counted for
	 * @throws IssuanceException with the moment at which it may be done, if it may not be
	 * done now
	 * @throws StoreException if the store cannot be read
	 */
	public void require(Kind kind, String subject) throws IssuanceException {
		RateLimit limit = this.limits.get(kind);
		if (limit != null) {
			check(limit, subject, load(limit, subject).spent());
		}
	}

	/**
	 * Do a thing if it may be done: noted down before it is done, so that a process that
	 * dies in between has rather spent too much than too little.
	 * @param kind the thing
	 * @param subject what it is done to, or whom it is counted for
	 * @param id what tells this time from others, so that doing it again after a crash
	 * counts once
	 * @throws IssuanceException with the moment at which it may be done, if it may not be
	 * done now
	 * @throws StoreException if it cannot be noted down
	 */
	public void spend(Kind kind, String subject, String id) throws IssuanceException {
		RateLimit limit = this.limits.get(kind);
		if (limit != null) {
			note(limit, subject, id, true);
		}
	}

	/**
	 * Note down that a thing was done.
	 * @param kind the thing
	 * @param subject what it was done to, or whom it is counted for
	 * @param id what tells this time from others
	 * @throws StoreException if it cannot be noted down
	 */
	public void note(Kind kind, String subject, String id) {
		RateLimit limit = this.limits.get(kind);
		if (limit == null) {
			return;
		}
		try {
			note(limit, subject, id, false);
		}
		catch (IssuanceException ex) {
			throw new IllegalStateException("Nothing was asked", ex);
		}
	}

	/**
	 * Return how much was spent in the period that ends now.
	 * @param kind the thing
	 * @param subject what it is done to, or whom it is counted for
	 * @return how many times; 0 if it is not limited
	 * @throws StoreException if the store cannot be read
	 */
	public int spent(Kind kind, String subject) {
		RateLimit limit = this.limits.get(kind);
		return (limit != null) ? load(limit, subject).spent().size() : 0;
	}

	/**
	 * Say how much was spent in the period that ends now.
	 * @param kind the thing
	 * @param subject what it is done to, or whom it is counted for
	 * @param sparesReplacements whether a certificate that replaces another needs none of
	 * it
	 * @return how much, or {@code null} if it is not limited
	 * @throws StoreException if the store cannot be read
	 */
	public @Nullable Allowance allowance(Kind kind, String subject, boolean sparesReplacements) {
		RateLimit limit = this.limits.get(kind);
		if (limit == null) {
			return null;
		}
		Map<String, Instant> spent = load(limit, subject).spent();
		return new Allowance(limit, subject, spent.size(), freeAt(limit, spent), sparesReplacements);
	}

	/**
	 * The threads of one process take turns, so that no more than processes compete.
	 */
	private synchronized void note(RateLimit limit, String subject, String id, boolean ask) throws IssuanceException {
		for (int i = 0; i < ATTEMPTS; i++) {
			Account account = load(limit, subject);
			if (account.spent().containsKey(id)) {
				return;
			}
			if (ask) {
				check(limit, subject, account.spent());
			}
			Map<String, Instant> spent = new LinkedHashMap<>(account.spent());
			spent.put(id, this.clock.instant());
			try {
				this.store.save(key(limit, subject), encode(spent), account.version());
				return;
			}
			catch (StaleVersionException ex) {
				// Another was faster: what it spent counts.
			}
		}
		throw busy(limit, subject);
	}

	private void check(RateLimit limit, String subject, Map<String, Instant> spent) throws IssuanceException {
		Instant free = freeAt(limit, spent);
		if (free != null) {
			throw new IssuanceException(
					"the CA was not asked, since it allows " + limit.count() + " " + limit.kind().words(limit.count())
							+ " in " + words(limit.period()) + " and " + spent.size() + " "
							+ ((spent.size() == 1) ? "was" : "were") + " used up (for " + shortened(subject)
							+ "); one is free again at " + whole(free),
					FailureKind.RATE_LIMITED, false, free, null, null);
		}
	}

	private static @Nullable Instant freeAt(RateLimit limit, Map<String, Instant> spent) {
		return spent.values()
			.stream()
			.sorted(Comparator.reverseOrder())
			.skip(limit.count() - 1L)
			.findFirst()
			.map((at) -> at.plus(limit.period()))
			.orElse(null);
	}

	private static Instant whole(Instant free) {
		Instant whole = free.truncatedTo(ChronoUnit.SECONDS);
		return whole.equals(free) ? whole : whole.plusSeconds(1);
	}

	private static String shortened(String subject) {
		return (subject.length() > LONGEST_SUBJECT) ? subject.substring(0, LONGEST_SUBJECT) + "…" : subject;
	}

	private Account load(RateLimit limit, String subject) {
		for (int i = 0; i < ATTEMPTS; i++) {
			StoreEntry entry = this.store.load(key(limit, subject));
			if (entry == null) {
				return new Account(Map.of(), null);
			}
			Instant now = this.clock.instant();
			Map<String, Instant> spent = counting(limit, entry, now);
			if (spent.values().stream().noneMatch((at) -> at.isAfter(now))) {
				return new Account(spent, entry.version());
			}
			// What lies ahead was noted before the clock was set back: it counts from
			// now on, which must be kept, else it would count until that time comes.
			spent.replaceAll((id, at) -> at.isAfter(now) ? now : at);
			try {
				return new Account(spent, this.store.save(key(limit, subject), encode(spent), entry.version()));
			}
			catch (StaleVersionException ex) {
				// Another was faster.
			}
		}
		throw busy(limit, subject);
	}

	private static Map<String, Instant> counting(RateLimit limit, StoreEntry entry, Instant now) {
		Map<String, Instant> spent = new LinkedHashMap<>();
		Instant since = now.minus(limit.period());
		StoreRecord.decode(entry.content()).forEach((id, moment) -> {
			try {
				Instant at = Instant.parse(moment);
				if (at.isAfter(since)) {
					spent.put(id, at);
				}
			}
			catch (DateTimeException ex) {
				// A garbled line is worth nothing, and the CA has its own count.
			}
		});
		return spent;
	}

	private StoreException busy(RateLimit limit, String subject) {
		return new StoreException(this.store.describe(key(limit, subject)) + " is written by too many at once");
	}

	private static byte[] encode(Map<String, Instant> spent) {
		Map<String, String> values = new LinkedHashMap<>();
		spent.forEach((id, at) -> values.put(id, at.toString()));
		return StoreRecord.encode(values);
	}

	private String key(RateLimit limit, String subject) {
		return "budget/" + this.issuer + "/" + limit.kind().id() + "/" + StoreKeys.part(subject, subject)
				+ ".properties";
	}

	private static String words(Duration period) {
		if (period.toDays() > 0 && period.equals(Duration.ofDays(period.toDays()))) {
			return (period.toDays() == 1) ? "a day" : period.toDays() + " days";
		}
		if (period.toHours() > 0 && period.equals(Duration.ofHours(period.toHours()))) {
			return (period.toHours() == 1) ? "an hour" : period.toHours() + " hours";
		}
		return period.toString().substring(2).toLowerCase(Locale.ROOT);
	}

	private record Account(Map<String, Instant> spent, @Nullable String version) {

	}

}
