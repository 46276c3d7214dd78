package dev.autohttps.renewal;

import java.time.Instant;

/**
 * When a certificate is to be renewed, and why then.
 *
 * @param due the moment
 * @param cause what decides it
 * @param reason why it is that moment, for people
 */
public record Renewal(Instant due, Cause cause, String reason) {

	/**
	 * What decides when a certificate is renewed.
	 */
	public enum Cause {

		/**
		 * There is none yet, or it must be replaced at once.
		 */
		NEED,

		/**
		 * What the CA suggests (RFC 9773).
		 */
		ADVICE,

		/**
		 * The share of its lifetime that is left.
		 */
		LIFETIME,

		/**
		 * The last attempt failed, or the next was put off.
		 */
		WAIT

	}

}
