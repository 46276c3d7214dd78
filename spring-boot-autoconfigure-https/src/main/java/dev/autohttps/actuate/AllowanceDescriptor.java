package dev.autohttps.actuate;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.certificate.Allowance;
import dev.autohttps.certificate.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * What is spent of one of an issuer's rate limits.
 *
 * @param limit what is limited, such as {@code new-orders}
 * @param subject what it is counted for: an account, a set of names, a name
 * @param allowed how many times it is allowed
 * @param period in any time of this length
 * @param spent how many times it was done in the period that ends now
 * @param freeAt the moment at which it may be done once more, or {@code null} if it may
 * be now
 */
public record AllowanceDescriptor(String limit, String subject, int allowed, Duration period, int spent,
		@Nullable Instant freeAt) {

	static AllowanceDescriptor of(Allowance allowance) {
		RateLimit limit = allowance.limit();
		return new AllowanceDescriptor(limit.kind().id(), allowance.subject(), limit.count(), limit.period(),
				allowance.spent(), allowance.freeAt());
	}

}
