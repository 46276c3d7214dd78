package dev.autohttps.certbot;

/**
 * Thrown for what certbot has but cannot be taken over. Its message is said to people.
 */
class NotUsableException extends Exception {

	NotUsableException(String message) {
		super(message);
	}

	NotUsableException(String message, Throwable cause) {
		super(message, cause);
	}

}
