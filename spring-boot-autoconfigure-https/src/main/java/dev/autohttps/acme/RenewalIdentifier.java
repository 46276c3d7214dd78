package dev.autohttps.acme;

import java.security.cert.X509Certificate;

import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.AcmeUtils;

/**
 * The name that a certificate has where its renewal is spoken of (RFC 9773 section 4.1).
 */
final class RenewalIdentifier {

	private RenewalIdentifier() {
	}

	/**
	 * Return the identifier of a certificate.
	 * @return the identifier, or {@code null} if the certificate does not say by which
	 * key it was signed
	 */
	static @Nullable String of(X509Certificate certificate) {
		try {
			return AcmeUtils.getRenewalUniqueIdentifier(certificate);
		}
		catch (AcmeProtocolException ex) {
			return null;
		}
	}

}
