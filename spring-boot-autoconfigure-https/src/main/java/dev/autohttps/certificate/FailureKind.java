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
