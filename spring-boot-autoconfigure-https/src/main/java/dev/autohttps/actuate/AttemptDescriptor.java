package dev.autohttps.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to obtain a certificate.
 *
 * @param issuer who was asked
 * @param startedAt when it began
 * @param endedAt when it ended, or {@code null} if it did not
 * @param duration how long it took, or {@code null} if it did not end
 * @param interruptions how many processes ended in the midst of it without having come
 * further
 * @param step how far it came
 * @param outcome what became of it: {@code under_way}, {@code obtained} or {@code failed}
 * @param kind what would have helped, or {@code null} unless it failed
 * @param message what happened, or {@code null} unless it failed
 * @param problem the CA's problem document, or {@code null} if there is none
 */
public record AttemptDescriptor(String issuer, Instant startedAt, @Nullable Instant endedAt,
		@Nullable Duration duration, int interruptions, Issuance.Step step, String outcome, @Nullable String kind,
		@Nullable String message, @Nullable Problem problem) {

	static AttemptDescriptor of(AttemptRecord attempt) {
		Instant end = attempt.endedAt();
		return new AttemptDescriptor(attempt.issuer(), attempt.startedAt(), end,
				(end != null) ? Duration.between(attempt.startedAt(), end) : null, attempt.interruptions(),
				attempt.step(), attempt.outcome().name().toLowerCase(Locale.ROOT),
				(attempt.kind() != null) ? attempt.kind().name().toLowerCase(Locale.ROOT) : null, attempt.message(),
				attempt.problem());
	}

}
