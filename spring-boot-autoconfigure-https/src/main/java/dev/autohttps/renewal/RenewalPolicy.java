package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.random.RandomGenerator;

import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.renewal.Renewal.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a certificate is due: at a moment in the window that its CA suggests (RFC
 * 9773), but never later than a share of its real lifetime allows. Without advice that
 * share is a third or, where it lives for less than ten days, a half.
 */
public final class RenewalPolicy {

	private static final Duration SHORT_LIVED = Duration.ofDays(10);

	/**
	 * Certificates that were obtained together must not be renewed together: the share is
	 * larger by up to this much.
	 */
	private static final double SPREAD = 0.1;

	private static final double SPREAD_IF_SHORT_LIVED = 0.2;

	private static final double SPREAD_IF_CONFIGURED = 0.05;

	/**
	 * The part of the usual share that is left at the latest, whatever the CA suggests:
	 * time enough for a long outage of the CA.
	 */
	private static final double LATEST = 2 / 3.0;

	/**
	 * More would make a certificate due that the CA has dated back a little.
	 */
	private static final double LARGEST_SHARE = 0.9;

	/**
	 * A clock that is wrong, or a CA that dates far back, makes a certificate due as soon
	 * as it is there.
	 */
	private static final int SHARE_OF_REST = 10;

	/**
	 * A CA may want a fresh certificate to be replaced, but not each of them.
	 */
	private static final int SHARE_OF_HURRY = 4;

	/**
	 * A little more, so that a CA that is never content does not get two in a row.
	 */
	private static final double HARDLY_USED = 0.3;

	private static final int SHARE_OF_EMERGENCY = 20;

	/**
	 * Far below what a renewal is ever put off to by default.
	 */
	private static final double EXPIRING = 0.1;

	private final @Nullable Double remaining;

	/**
	 * Create a new policy.
	 * @param remaining the share of the lifetime that is left when a certificate is due,
	 * between 0 and 1, or {@code null} for what suits its lifetime
	 */
	public RenewalPolicy(@Nullable Double remaining) {
		this.remaining = remaining;
	}

	/**
	 * Decide when a certificate is due.
	 * @param certificate the certificate
	 * @param notes what is known of it
	 * @return the moment and the reason
	 */
	public Renewal of(ServerCertificate certificate, RenewalNotes notes) {
		if (notes.replace() != null) {
			return new Renewal(notes.obtainedAt(), Cause.NEED, notes.replace());
		}
		Renewal lifetime = lifetime(certificate, notes);
		RenewalInfo info = notes.info();
		Instant chosen = notes.chosen();
		if (info == null || chosen == null) {
			return lifetime;
		}
		Instant latest = latest(certificate, lifetime.due());
		Instant due = notes.hurried() ? later(chosen, rest(certificate, notes, SHARE_OF_HURRY)) : chosen;
		if (due.isAfter(latest)) {
			return new Renewal(latest, Cause.LIFETIME,
					left(certificate, latest) + ", later than which it is never put off (" + suggestion(info) + ")");
		}
		return new Renewal(due, Cause.ADVICE, suggestion(info));
	}

	/**
	 * Choose a moment in a window that a CA suggests, once: it is kept as long as the
	 * window stays.
	 * @param info what the CA suggests
	 * @param obtainedAt when the certificate was obtained; no earlier moment can be meant
	 * @param random where the moment is taken from
	 * @return the moment
	 */
	static Instant choose(RenewalInfo info, Instant obtainedAt, RandomGenerator random) {
		Instant start = info.start().isBefore(obtainedAt) && info.end().isAfter(obtainedAt) ? obtainedAt : info.start();
		long width = Math.max(1, Duration.between(start, info.end()).toMillis());
		return start.plusMillis(random.nextLong(width));
	}

	/**
	 * Return whether so little is left that everything must be tried to replace it.
	 * @param certificate the certificate
	 * @param now the present moment
	 * @return whether it has expired or will soon
	 */
	static boolean isEmergency(ServerCertificate certificate, Instant now) {
		return !now.isBefore(certificate.notAfter().minus(certificate.lifetime().dividedBy(SHARE_OF_EMERGENCY)));
	}

	/**
	 * Return whether so little is left that people should know.
	 * @param certificate the certificate
	 * @param now the present moment
	 * @return whether it should have been renewed by now, or has expired
	 */
	boolean isExpiring(ServerCertificate certificate, Instant now) {
		double share = (this.remaining != null) ? Math.min(EXPIRING, this.remaining / 2) : EXPIRING;
		return !now.isBefore(before(certificate, share));
	}

	/**
	 * Return whether a certificate is replaced so early that its successor must not be.
	 * @param certificate the certificate that is replaced
	 * @param notes what is known of it
	 * @param now the present moment
	 * @return whether it was hardly used
	 */
	static boolean isHurry(ServerCertificate certificate, RenewalNotes notes, Instant now) {
		long age = Duration.between(notes.obtainedAt(), now).toMillis();
		return age < certificate.lifetime().toMillis() * HARDLY_USED;
	}

	private Renewal lifetime(ServerCertificate certificate, RenewalNotes notes) {
		double jitter = jitter(certificate, spread(certificate));
		double share = Math.min(LARGEST_SHARE, share(certificate) + jitter);
		Instant due = before(certificate, share);
		Instant rest = rest(certificate, notes, SHARE_OF_REST);
		if (due.isBefore(rest)) {
			return new Renewal(rest, Cause.LIFETIME, "one was obtained a short while ago");
		}
		return new Renewal(due, Cause.LIFETIME, left(certificate, due));
	}

	private Instant latest(ServerCertificate certificate, Instant usual) {
		if (this.remaining != null) {
			return usual;
		}
		double jitter = jitter(certificate, SPREAD_IF_CONFIGURED);
		return later(usual, before(certificate, share(certificate) * LATEST + jitter));
	}

	private double share(ServerCertificate certificate) {
		if (this.remaining != null) {
			return this.remaining;
		}
		return isShortLived(certificate) ? 1 / 2.0 : 1 / 3.0;
	}

	private double spread(ServerCertificate certificate) {
		if (this.remaining != null) {
			return SPREAD_IF_CONFIGURED;
		}
		return isShortLived(certificate) ? SPREAD_IF_SHORT_LIVED : SPREAD;
	}

	private static boolean isShortLived(ServerCertificate certificate) {
		return certificate.lifetime().compareTo(SHORT_LIVED) < 0;
	}

	/**
	 * Always the same for one certificate, so that a restart changes nothing, and
	 * different for each, so that a fleet that started together spreads out.
	 */
	private static double jitter(ServerCertificate certificate, double spread) {
		return spread * (Long.parseLong(certificate.alias().substring(0, 8), 16) / (double) 0x1_0000_0000L);
	}

	private static Instant before(ServerCertificate certificate, double share) {
		return certificate.notAfter().minusMillis((long) (certificate.lifetime().toMillis() * share));
	}

	private static Instant rest(ServerCertificate certificate, RenewalNotes notes, int share) {
		return notes.obtainedAt().plus(certificate.lifetime().dividedBy(share));
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private static String left(ServerCertificate certificate, Instant at) {
		double left = Duration.between(at, certificate.notAfter()).toMillis() * 100.0;
		return String.format(Locale.ROOT, "%.0f %% of its lifetime is left then",
				left / certificate.lifetime().toMillis());
	}

	private static String suggestion(RenewalInfo info) {
		String text = "the CA suggests to renew it between " + info.start().truncatedTo(ChronoUnit.SECONDS) + " and "
				+ info.end().truncatedTo(ChronoUnit.SECONDS);
		return (info.explanation() != null) ? text + ", see " + info.explanation() : text;
	}

}
