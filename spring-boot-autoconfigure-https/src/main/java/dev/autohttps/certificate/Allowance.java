package dev.autohttps.certificate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How much of a {@link RateLimit} is spent.
 *
 * @param limit what is allowed
 * @param subject what it is counted for: an account, a set of names, a name
 * @param spent how many times it was done in the period that ends now
 * @param freeAt the moment at which it may be done once more, or {@code null} if it may
 * be now
 * @param sparesReplacements whether a certificate that replaces another needs none of it
 */
public record Allowance(RateLimit limit, String subject, int spent, @Nullable Instant freeAt,
		boolean sparesReplacements) {

}
