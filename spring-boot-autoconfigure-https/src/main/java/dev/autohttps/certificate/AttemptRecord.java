package dev.autohttps.certificate;

import java.time.Instant;

import dev.autohttps.certificate.Issuance.Step;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to obtain a certificate, as it is remembered.
 *
 * @param issuer who was asked, for people
 * @param startedAt when it began
 * @param takenUpAt when a process last took it up
 * @param interruptions how many processes ended in the midst of it without having come
 * further
 * @param endedAt when it ended, or {@code null} if it did not
 * @param step how far it came
 * @param outcome what became of it
 * @param kind what would have helped, or {@code null} unless it failed
 * @param message what happened, or {@code null} unless it failed
 * @param problem the CA's problem document, or {@code null} if there is none
 */
public record AttemptRecord(String issuer, Instant startedAt, Instant takenUpAt, int interruptions,
		@Nullable Instant endedAt, Step step, Outcome outcome, @Nullable FailureKind kind, @Nullable String message,
		@Nullable Problem problem) {

	/**
	 * What may become of an attempt.
	 */
	public enum Outcome {

		/**
		 * It is going on, or its process was killed.
		 */
		UNDER_WAY,

		/**
		 * The certificate was obtained.
		 */
		OBTAINED,

		/**
		 * It failed. A later attempt may go on with its order.
		 */
		FAILED

	}

	/**
	 * Begin an attempt.
	 * @param issuer who is asked, for people
	 * @param now the present moment
	 * @return an attempt that is under way
	 */
	public static AttemptRecord begin(String issuer, Instant now) {
		return new AttemptRecord(issuer, now, now, 0, null, Step.KEY_MADE, Outcome.UNDER_WAY, null, null, null);
	}

	/**
	 * Return this attempt as it is taken up by another process.
	 * @param now the present moment
	 * @param reached how far it has come
	 * @return the changed attempt
	 */
	public AttemptRecord takenUp(Instant now, Step reached) {
		int interrupted = (reached == this.step) ? this.interruptions + 1 : 0;
		return new AttemptRecord(this.issuer, this.startedAt, now, interrupted, null, reached, Outcome.UNDER_WAY, null,
				null, null);
	}

	/**
	 * Return this attempt after it succeeded.
	 * @param now the present moment
	 * @return the changed attempt
	 */
	public AttemptRecord obtained(Instant now) {
		return new AttemptRecord(this.issuer, this.startedAt, this.takenUpAt, this.interruptions, now, Step.ISSUED,
				Outcome.OBTAINED, null, null, null);
	}

	/**
	 * Return this attempt after it failed.
	 * @param now the present moment
	 * @param reached how far it had come
	 * @param failure what happened
	 * @return the changed attempt
	 */
	public AttemptRecord failed(Instant now, Step reached, Failure failure) {
		return new AttemptRecord(this.issuer, this.startedAt, this.takenUpAt, this.interruptions, now, reached,
				Outcome.FAILED, failure.kind(), failure.message(), failure.problem());
	}

}
