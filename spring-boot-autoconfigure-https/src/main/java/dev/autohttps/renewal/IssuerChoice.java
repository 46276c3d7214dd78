package dev.autohttps.renewal;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import org.jspecify.annotations.Nullable;

/**
 * An issuer that may be asked for a certificate.
 *
 * @param issuer who issues it
 * @param trial who is asked first, for a certificate that nobody uses, after an attempt
 * that somebody had to mend something for; or {@code null} to ask the issuer itself
 * @param spec what the issuer is asked for, or {@code null} for what is wanted in general
 */
public record IssuerChoice(CertificateIssuer issuer, @Nullable CertificateIssuer trial,
		@Nullable CertificateSpec spec) {

	/**
	 * Choose an issuer without trials.
	 * @param issuer who issues the certificate
	 * @return the choice
	 */
	public static IssuerChoice of(CertificateIssuer issuer) {
		return new IssuerChoice(issuer, null, null);
	}

}
