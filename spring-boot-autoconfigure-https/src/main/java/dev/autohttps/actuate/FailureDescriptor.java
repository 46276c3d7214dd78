package dev.autohttps.actuate;

import java.time.Instant;
import java.util.Locale;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A failure to obtain a certificate.
 *
 * @param count how many there were in a row
 * @param kind what will help, such as {@code action_required} or {@code rate_limited}
 * @param message what happened
 * @param at when it happened
 * @param retryAt the moment before which it is not tried again
 * @param problem the CA's problem document, or {@code null} if there is none
 */
public record FailureDescriptor(int count, String kind, String message, Instant at, Instant retryAt,
		@Nullable Problem problem) {

	static FailureDescriptor of(Failure failure) {
		return new FailureDescriptor(failure.count(), failure.kind().name().toLowerCase(Locale.ROOT), failure.message(),
				failure.at(), failure.retryAt(), failure.problem());
	}

}
