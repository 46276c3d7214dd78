package dev.autohttps.acme;

import java.io.IOException;

/**
 * Thrown when an answer came that no CA would give.
 */
class UnusableAnswerException extends IOException {

	UnusableAnswerException(String message) {
		super(message);
	}

}
