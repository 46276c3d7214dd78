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

	public RateLimit {
		if (count < 1 || period.isNegative() || period.isZero()) {
			throw new IllegalArgumentException("A limit of " + count + " in " + period + " allows nothing or all");
		}
	}

	/**
	 * The things that are limited. What else a CA limits, such as the certificates of a
	 * registered domain, is left to its own refusals.
	 */
	public enum Kind {

		/**
		 * Accounts made from one address.
		 */
		NEW_ACCOUNTS("new-accounts", "account", "accounts"),

		/**
		 * Orders placed by one account.
		 */
		NEW_ORDERS("new-orders", "order", "orders"),

		/**
		 * Certificates for exactly the same names.
		 */
		CERTIFICATES("certificates", "certificate for exactly these names", "certificates for exactly these names"),

		/**
		 * Validations that failed for one name and account.
		 */
		FAILED_VALIDATIONS("failed-validations", "failed validation of a name", "failed validations of a name");

		private final String id;

		private final String one;

		private final String several;

		Kind(String id, String one, String several) {
			this.id = id;
			this.one = one;
			this.several = several;
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
		 * @param count the number that goes before
		 * @return words that follow it
		 */
		public String words(int count) {
			return (count == 1) ? this.one : this.several;
		}

	}

}
