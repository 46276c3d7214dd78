package dev.autohttps.certificate;

/**
 * Thrown for a text that no certificate can be asked for.
 */
public class InvalidDomainException extends IllegalArgumentException {

	private final String domain;

	private final String reason;

	public InvalidDomainException(String domain, String reason) {
		super("'" + domain + "' " + reason);
		this.domain = domain;
		this.reason = reason;
	}

	/**
	 * Return the text as it was given.
	 * @return the text
	 */
	public String getDomain() {
		return this.domain;
	}

	/**
	 * Return what is wrong with it, and what to write instead.
	 * @return half a sentence of which the text is the subject
	 */
	public String getReason() {
		return this.reason;
	}

}
