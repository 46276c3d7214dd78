package dev.autohttps.renewal;

/**
 * How it stands with one certificate.
 */
public enum CertificateState {

	/**
	 * None was obtained yet; a self-signed one keeps its place.
	 */
	PLACEHOLDER,

	/**
	 * A valid one is served and nothing is to be done.
	 */
	VALID,

	/**
	 * A valid one is served while the next is being obtained.
	 */
	RENEWING,

	/**
	 * A valid one is served, but the last attempt to obtain the next failed.
	 */
	FAILING,

	/**
	 * The one that is served has run out.
	 */
	EXPIRED

}
