package dev.autohttps.certificate;

/**
 * What will help after a failure, which decides when it is tried again.
 */
public enum FailureKind {

	/**
	 * Somebody must mend something: the DNS, a firewall, the configuration.
	 */
	ACTION_REQUIRED,

	/**
	 * Somebody must mend something without which an order would fail for certain, so that
	 * none was placed: to look again costs the CA nothing.
	 */
	PREVENTED,

	/**
	 * A record in the DNS is missing, or could not be published. The order waits, which
	 * costs the CA nothing, and no other CA could help: it would look for a record too.
	 */
	DNS,

	/**
	 * The CA's terms of service must be agreed to first.
	 */
	TERMS,

	/**
	 * The CA asked us to slow down.
	 */
	RATE_LIMITED,

	/**
	 * The network or the CA is in trouble, which passes.
	 */
	UNAVAILABLE,

	/**
	 * The store on this side failed. The CA is not asked until it works.
	 */
	STORE,

	/**
	 * A fault of ours.
	 */
	INTERNAL

}
