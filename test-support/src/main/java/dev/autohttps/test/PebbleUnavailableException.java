package dev.autohttps.test;

/**
 * Says why Pebble cannot be had, in words fit for a list of reasons.
 */
final class PebbleUnavailableException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	PebbleUnavailableException(String reason) {
		super(reason);
	}

}
