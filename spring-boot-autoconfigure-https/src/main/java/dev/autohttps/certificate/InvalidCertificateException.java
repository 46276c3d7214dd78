package dev.autohttps.certificate;

/**
 * Thrown for a key and chain that do not make a certificate that a server can present.
 */
public class InvalidCertificateException extends Exception {

	public InvalidCertificateException(String message) {
		super(message);
	}

	public InvalidCertificateException(String message, Throwable cause) {
		super(message, cause);
	}

}
