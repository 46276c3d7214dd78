package dev.autohttps.certificate;

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

}
