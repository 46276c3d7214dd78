package dev.autohttps.certificate;

/**
 * Thrown when an entry is no longer of the version that was to be replaced: somebody else
 * wrote it in between. Nothing was changed.
 */
public class StaleVersionException extends StoreException {

	public StaleVersionException(String key) {
		super("'" + key + "' was changed by somebody else");
	}

}
