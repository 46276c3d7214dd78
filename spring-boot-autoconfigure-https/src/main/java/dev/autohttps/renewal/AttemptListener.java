package dev.autohttps.renewal;

import dev.autohttps.certificate.CertificateSpec;

/**
 * Wants to know how each attempt to obtain a certificate goes, such as to measure it.
 * Implementations must be safe for concurrent use and return at once. What they throw is
 * logged and changes nothing.
 */
@FunctionalInterface
public interface AttemptListener {

	/**
	 * Wants to know nothing.
	 */
	AttemptListener NONE = (spec, issuer, purpose) -> AttemptWatch.NONE;

	/**
	 * Called when an attempt begins, or is taken up that another process left.
	 * @param spec the certificate that is wanted
	 * @param issuer who is asked, for people
	 * @param purpose what it is for
	 * @return told how this attempt goes on
	 */
	AttemptWatch begun(CertificateSpec spec, String issuer, Purpose purpose);

	/**
	 * What an attempt is for.
	 */
	enum Purpose {

		/**
		 * There is no certificate yet.
		 */
		ISSUE,

		/**
		 * To replace the one that is served.
		 */
		RENEW,

		/**
		 * To see whether it would succeed; what is obtained is not used.
		 */
		TRIAL

	}

}
