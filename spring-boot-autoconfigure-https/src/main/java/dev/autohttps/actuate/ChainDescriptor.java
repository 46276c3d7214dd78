package dev.autohttps.actuate;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * One certificate of a chain.
 *
 * @param subject its subject
 * @param issuer the subject of the certificate that signed it
 * @param notAfter the last moment at which it is valid
 */
public record ChainDescriptor(String subject, String issuer, Instant notAfter) {

	static ChainDescriptor of(X509Certificate certificate) {
		return new ChainDescriptor(certificate.getSubjectX500Principal().getName(),
				certificate.getIssuerX500Principal().getName(), certificate.getNotAfter().toInstant());
	}

}
