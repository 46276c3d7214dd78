package dev.autohttps.certificate;

/**
 * What a certificate that is being served is worth to a client.
 */
public enum Standing {

	/**
	 * Self-signed by this process, so that the server can start: nobody trusts it.
	 */
	PLACEHOLDER,

	/**
	 * From a local CA or a CA's staging server: trusted by those who were told to, so
	 * nothing may be remembered by a browser on its strength.
	 */
	TRIAL,

	/**
	 * From the CA that was configured for production.
	 */
	PRODUCTION

}
