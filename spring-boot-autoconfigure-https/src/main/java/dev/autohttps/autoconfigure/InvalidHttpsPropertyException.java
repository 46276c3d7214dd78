package dev.autohttps.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a property has a value that the application cannot start with.
 */
class InvalidHttpsPropertyException extends RuntimeException {

	private final String property;

	private final @Nullable Object value;

	private final String reason;

	private final String action;

	/**
	 * Create a new exception.
	 * @param property the property's name
	 * @param value its value, or {@code null} if it is not set or a secret
	 * @param reason what is wrong, a sentence
	 * @param action what to do, a sentence
	 * @param cause the cause, or {@code null} if there is none
	 */
	InvalidHttpsPropertyException(String property, @Nullable Object value, String reason, String action,
			@Nullable Throwable cause) {
		super(property + ((value != null) ? " = '" + value + "'" : "") + ": " + reason, cause);
		this.property = property;
		this.value = value;
		this.reason = reason;
		this.action = action;
	}

	InvalidHttpsPropertyException(String property, @Nullable Object value, String reason, String action) {
		this(property, value, reason, action, null);
	}

	String getProperty() {
		return this.property;
	}

	@Nullable Object getValue() {
		return this.value;
	}

	String getReason() {
		return this.reason;
	}

	String getAction() {
		return this.action;
	}

}
