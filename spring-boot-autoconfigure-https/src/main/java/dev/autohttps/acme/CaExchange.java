package dev.autohttps.acme;

import java.time.Duration;
import java.util.Locale;

/**
 * A request to a CA and what came of it.
 *
 * @param ca the CA, as {@link AcmeServer} describes it
 * @param kind what was asked for
 * @param status the status code of the answer, or 0 if there was no complete one
 * @param duration how long it took
 */
public record CaExchange(String ca, Kind kind, int status, Duration duration) {

	/**
	 * What a request to a CA asks for: a resource of RFC 8555 section 7.1 or RFC 9773.
	 */
	public enum Kind {

		/**
		 * The directory.
		 */
		DIRECTORY,

		/**
		 * A nonce.
		 */
		NEW_NONCE,

		/**
		 * An account, a new one or that of a key.
		 */
		NEW_ACCOUNT,

		/**
		 * The account as it is, or a change of it.
		 */
		ACCOUNT,

		/**
		 * A new order.
		 */
		NEW_ORDER,

		/**
		 * An order as it is.
		 */
		ORDER,

		/**
		 * The authorization of a name.
		 */
		AUTHORIZATION,

		/**
		 * A challenge as it is, or its validation.
		 */
		CHALLENGE,

		/**
		 * That an order is finalized.
		 */
		FINALIZE,

		/**
		 * A certificate.
		 */
		CERTIFICATE,

		/**
		 * When to renew a certificate.
		 */
		RENEWAL_INFO,

		/**
		 * That a certificate is revoked.
		 */
		REVOKE,

		/**
		 * Another key for the account.
		 */
		KEY_CHANGE,

		/**
		 * Something else, or something that is not known.
		 */
		OTHER;

		/**
		 * Return how it is written in the names of metrics and the like.
		 * @return such as {@code new_order}
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
