package dev.autohttps.certificate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a step of an issuance fails.
 */
public class IssuanceException extends Exception {

	private final FailureKind kind;

	private final boolean orderSpoiled;

	private final @Nullable Instant retryAfter;

	private final @Nullable Problem problem;

	/**
	 * Create a new exception.
	 * @param message what happened, and where it can be told what to do about it
	 * @param kind what will help
	 * @param orderSpoiled whether the order can never be finished, so that the next
	 * attempt must place another
	 * @param retryAfter the moment before which the CA does not want to be asked again,
	 * or {@code null} if it did not say
	 * @param problem the CA's problem document, or {@code null} if there is none
	 * @param cause the cause, or {@code null} if there is none
	 */
	public IssuanceException(String message, FailureKind kind, boolean orderSpoiled, @Nullable Instant retryAfter,
			@Nullable Problem problem, @Nullable Throwable cause) {
		super(message, cause);
		this.kind = kind;
		this.orderSpoiled = orderSpoiled;
		this.retryAfter = retryAfter;
		this.problem = problem;
	}

	/**
	 * Return what will help.
	 * @return the kind of failure
	 */
	public FailureKind getKind() {
		return this.kind;
	}

	/**
	 * Return whether the order can never be finished.
	 * @return whether the next attempt must place another
	 */
	public boolean isOrderSpoiled() {
		return this.orderSpoiled;
	}

	/**
	 * Return the moment before which the CA does not want to be asked again.
	 * @return the moment, or {@code null} if it did not say
	 */
	public @Nullable Instant getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return what the CA said.
	 * @return its problem document, or {@code null} if there is none
	 */
	public @Nullable Problem getProblem() {
		return this.problem;
	}

}
