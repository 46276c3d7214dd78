package dev.autohttps.ssl;

/**
 * Thrown when a certificate has the name of an SSL bundle that is there already.
 */
public class BundleNameTakenException extends RuntimeException {

	private final String name;

	BundleNameTakenException(String name, Throwable cause) {
		super("There is an SSL bundle named '" + name + "' already", cause);
		this.name = name;
	}

	/**
	 * Return the name that is taken.
	 * @return the name of the certificate and of the bundle
	 */
	public String getName() {
		return this.name;
	}

}
