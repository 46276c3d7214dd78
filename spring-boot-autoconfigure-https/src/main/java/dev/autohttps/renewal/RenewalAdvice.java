package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.StoreException;

/**
 * Asks the CA of a certificate about its renewal, as often as the CA wants to be asked
 * and once for all processes that share the store.
 */
final class RenewalAdvice {

	/**
	 * What RFC 9773 section 4.3.3 advises where the CA says nothing.
	 */
	private static final Duration AFTER_FAILURE = Duration.ofHours(6);

	private static final Duration WITHOUT_ADVICE = Duration.ofDays(1);

	/**
	 * The limits that RFC 9773 section 4.3.2 gives as an example.
	 */
	private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);

	private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

	/**
	 * As long as a CA that refuses to be asked is left alone. What is farther away was
	 * said before the clock was set back.
	 */
	private static final Duration LONGEST_BAN = Duration.ofDays(8);

	private final CertificateSpec spec;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final Announcer announcer;

	RenewalAdvice(CertificateSpec spec, InstantSource clock, RandomGenerator random, Announcer announcer) {
		this.spec = spec;
		this.clock = clock;
		this.random = random;
		this.announcer = announcer;
	}

	InstantSource clock() {
		return this.clock;
	}

	/**
	 * Return when the CA is to be asked.
	 */
	static Instant next(Held held, Instant now) {
		if (held.source().issuer().isImmediate()) {
			return Instant.MAX;
		}
		Instant askAgain = held.notes().askAgain();
		return askAgain.isAfter(now.plus(LONGEST_BAN)) ? now : askAgain;
	}

	/**
	 * Ask the CA, unless another process has done so.
	 * @param held the certificate
	 * @param lease keeps other processes from asking
	 * @return the certificate with what the CA said
	 */
	Held ask(Held held, Lease lease) {
		Instant now = this.clock.instant();
		Held current = held.with(held.source().notes(held.certificate()));
		if (next(current, now).isAfter(now)) {
			return current;
		}
		RenewalNotes notes = asked(current, now);
		try {
			current.source().save(notes, lease.store());
		}
		catch (StoreException ex) {
			this.announcer.warn("What the CA says about the renewal of certificate '" + this.spec.id().name()
					+ "' could not be noted down: " + ex.getMessage());
		}
		return current.with(notes);
	}

	private RenewalNotes asked(Held held, Instant now) {
		RenewalNotes notes = held.notes();
		try {
			RenewalInfo said = held.source().issuer().renewalInfo(held.certificate());
			if (said == null) {
				return notes.askingAt(now.plus(WITHOUT_ADVICE));
			}
			RenewalInfo info = new RenewalInfo(said.start(), said.end(), said.explanation(),
					bounded(said.askAgain(), now.plus(SHORTEST_PAUSE), now.plus(LONGEST_PAUSE)));
			Instant chosen = notes.chosen();
			if (chosen != null && info.isSameWindow(notes.info())) {
				return notes.advised(info, chosen);
			}
			RenewalNotes advised = notes.advised(info, RenewalPolicy.choose(info, notes.obtainedAt(), this.random));
			this.announcer.advised(this.spec, advised, now);
			return advised;
		}
		catch (IssuanceException ex) {
			this.announcer.unadvised(this.spec, String.valueOf(ex.getMessage()));
			Instant usual = now.plus(spread(AFTER_FAILURE));
			Instant wanted = ex.getRetryAfter();
			return notes.askingAt((wanted != null) ? bounded(wanted, usual, now.plus(LONGEST_BAN)) : usual);
		}
	}

	private Duration spread(Duration duration) {
		return duration.plusMillis(this.random.nextLong(duration.toMillis() / 10));
	}

	private static Instant bounded(Instant moment, Instant earliest, Instant latest) {
		return moment.isBefore(earliest) ? earliest : moment.isAfter(latest) ? latest : moment;
	}

}
