package dev.autohttps.certificate;

/**
 * Thrown by the store of a lease that is no longer held. Nothing was changed.
 */
public class LeaseLostException extends StoreException {

	public LeaseLostException(String name) {
		super("The lease '" + name + "' is no longer held by this process");
	}

}
