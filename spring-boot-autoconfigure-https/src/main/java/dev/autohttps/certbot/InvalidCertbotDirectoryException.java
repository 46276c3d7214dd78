package dev.autohttps.certbot;

/**
 * Thrown for a directory that is not one of certbot, or cannot be known to be one.
 */
public class InvalidCertbotDirectoryException extends Exception {

	private final String action;

	InvalidCertbotDirectoryException(String reason, String action) {
		super(reason);
		this.action = action;
	}

	/**
	 * Return what to do.
	 * @return a sentence for people
	 */
	public String getAction() {
		return this.action;
	}

}
