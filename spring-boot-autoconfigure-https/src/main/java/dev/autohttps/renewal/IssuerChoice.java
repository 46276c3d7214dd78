package dev.autohttps.renewal;

import dev.autohttps.certificate.CertificateIssuer;
import org.jspecify.annotations.Nullable;

/**
 * An issuer that may be asked for a certificate.
 *
 * @param issuer who issues it
 * @param trial who is asked first, for a certificate that nobody uses, after an attempt
 * that somebody had to mend something for; or {@code null} to ask the issuer itself
 */
public record IssuerChoice(CertificateIssuer issuer, @Nullable CertificateIssuer trial) {

	/**
	 * Choose an issuer without trials.
	 * @param issuer who issues the certificate
	 * @return the choice
	 */
	public static IssuerChoice of(CertificateIssuer issuer) {
		return new IssuerChoice(issuer, null);
	}

}
