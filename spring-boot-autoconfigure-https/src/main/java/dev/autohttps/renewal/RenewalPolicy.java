package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import dev.autohttps.certificate.ServerCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a certificate is due: when a share of its real lifetime is left, a third
 * of it or, where it lives for less than ten days, a half.
 */
public final class RenewalPolicy {

	private static final Duration SHORT_LIVED = Duration.ofDays(10);

	private static final double SPREAD = 0.05;

	/**
	 * More would make a certificate due that the CA has dated back a little.
	 */
	private static final double LARGEST_SHARE = 0.9;

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
	 * @return the moment and the reason
	 */
	public Renewal of(ServerCertificate certificate) {
		Duration lifetime = certificate.lifetime();
		double share = share(lifetime);
		// Always the same for one certificate, so that a restart changes nothing, and
		// different for each, so that a fleet that started together spreads out.
		double jitter = SPREAD * (Long.parseLong(certificate.alias().substring(0, 8), 16) / (double) 0x1_0000_0000L);
		long left = (long) (lifetime.toMillis() * Math.min(LARGEST_SHARE, share + jitter));
		Instant due = certificate.notAfter().minusMillis(left);
		return new Renewal(due,
				String.format(Locale.ROOT, "%.0f %% of its lifetime is left then", 100.0 * left / lifetime.toMillis()));
	}

	private double share(Duration lifetime) {
		if (this.remaining != null) {
			return this.remaining;
		}
		return (lifetime.compareTo(SHORT_LIVED) < 0) ? 1 / 2.0 : 1 / 3.0;
	}

}
