package dev.autohttps.certificate;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The last of a row of failures to obtain a certificate.
 *
 * @param count how many there were in a row
 * @param kind what will help
 * @param message what happened
 * @param at when it happened
 * @param retryAt the moment before which it is not tried again
 * @param configuration the configuration under which it happened
 * @param problem the CA's problem document, or {@code null} if there is none
 */
public record Failure(int count, FailureKind kind, String message, Instant at, Instant retryAt, String configuration,
		@Nullable Problem problem) {

	/**
	 * Return this failure as it looks by a clock that may have been set back since: what
	 * seems to lie ahead happened now, and is waited after for as long as it was meant to
	 * be.
	 * @param now the present moment
	 * @return a failure that did not happen later than now
	 */
	public Failure asSeenAt(Instant now) {
		return this.at.isAfter(now) ? new Failure(this.count, this.kind, this.message, now,
				now.plus(Duration.between(this.at, this.retryAt)), this.configuration, this.problem) : this;
	}

}
