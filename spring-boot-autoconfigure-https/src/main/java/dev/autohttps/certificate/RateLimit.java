package dev.autohttps.certificate;

import java.time.Duration;

/**
 * How often a CA lets a thing be done.
 *
 * @param kind the thing
 * @param count how many times, at least once
 * @param period in any time of this length
 */
public record RateLimit(Kind kind, int count, Duration period) {

	/**
	 * The things that are limited. What else a CA limits, such as the certificates of a
	 * registered domain, is left to its own refusals.
	 */
	public enum Kind {

		/**
		 * Accounts made from one address.
		 */
		NEW_ACCOUNTS("new-accounts", "accounts"),

		/**
		 * Orders placed by one account.
		 */
		NEW_ORDERS("new-orders", "orders"),

		/**
		 * Certificates for exactly the same names.
		 */
		CERTIFICATES("certificates", "certificates for exactly these names"),

		/**
		 * Validations that failed for one name and account.
		 */
		FAILED_VALIDATIONS("failed-validations", "failed validations of a name");

		private final String id;

		private final String words;

		Kind(String id, String words) {
			this.id = id;
			this.words = words;
		}

		/**
		 * Return the name used in configuration and in the store.
		 * @return the name, such as {@code new-orders}
		 */
		public String id() {
			return this.id;
		}

		/**
		 * Return what is counted, for people.
		 * @return words that follow a number
		 */
		public String words() {
			return this.words;
		}

	}

}
