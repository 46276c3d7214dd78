package dev.autohttps.acme;

import dev.autohttps.certificate.AccountStatus;

/**
 * Wants to know what passes between us and the CAs, such as to measure it.
 * Implementations must be safe for concurrent use and return at once: a request to the CA
 * waits for them. What they throw is logged and changes nothing.
 */
public interface CaListener {

	/**
	 * Wants to know nothing.
	 */
	CaListener NONE = new CaListener() {
	};

	/**
	 * Called after each exchange, in the thread that waited for it.
	 * @param exchange what was asked for and what came of it
	 */
	default void exchanged(CaExchange exchange) {
	}

	/**
	 * Called after a CA made an account, not when it found one again.
	 * @param ca the CA, as {@link AcmeServer} describes it
	 * @param account the account
	 */
	default void registered(String ca, AccountStatus account) {
	}

}
