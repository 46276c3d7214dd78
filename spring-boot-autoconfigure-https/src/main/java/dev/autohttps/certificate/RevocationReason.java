package dev.autohttps.certificate;

/**
 * Why a certificate is revoked: those of the reasons of RFC 5280 section 5.3.1 that a
 * subscriber may give.
 */
public enum RevocationReason {

	/**
	 * No reason is given.
	 */
	UNSPECIFIED(0),

	/**
	 * Somebody else has, or may have, the private key. It is never used again.
	 */
	KEY_COMPROMISE(1),

	/**
	 * What the certificate says of its subject has changed.
	 */
	AFFILIATION_CHANGED(3),

	/**
	 * Another certificate has taken its place.
	 */
	SUPERSEDED(4),

	/**
	 * The names are not served any more.
	 */
	CESSATION_OF_OPERATION(5);

	private final int code;

	RevocationReason(int code) {
		this.code = code;
	}

	/**
	 * Return the reason code of RFC 5280.
	 * @return the code
	 */
	public int code() {
		return this.code;
	}

}
