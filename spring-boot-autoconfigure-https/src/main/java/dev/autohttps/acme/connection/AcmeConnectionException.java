package dev.autohttps.acme.connection;

import org.jspecify.annotations.Nullable;

/**
 * A service that was declared as a CA cannot be used as one.
 */
public class AcmeConnectionException extends RuntimeException {

	private final String action;

	/**
	 * Create a new exception.
	 * @param reason what is the matter, a sentence
	 * @param action what to do about it, a sentence
	 * @param cause the cause, or {@code null} for none
	 */
	public AcmeConnectionException(String reason, String action, @Nullable Throwable cause) {
		super(reason, cause);
		this.action = action;
	}

	/**
	 * Return what is the matter.
	 * @return a sentence
	 */
	public String getReason() {
		return String.valueOf(getMessage());
	}

	/**
	 * Return what to do about it.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
