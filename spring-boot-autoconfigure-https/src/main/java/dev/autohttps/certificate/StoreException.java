package dev.autohttps.certificate;

/**
 * Thrown when a store cannot do what it was asked, with a message that says where and
 * why.
 */
public class StoreException extends RuntimeException {

	public StoreException(String message) {
		super(message);
	}

	public StoreException(String message, Throwable cause) {
		super(message, cause);
	}

}
