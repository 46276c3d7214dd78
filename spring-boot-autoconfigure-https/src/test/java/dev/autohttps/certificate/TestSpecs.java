package dev.autohttps.certificate;

import java.util.List;

/**
 * Makes what is wanted.
 */
public final class TestSpecs {

	private TestSpecs() {
	}

	/**
	 * Want a certificate named {@code shop} with a P-256 key.
	 * @param domains the names it is for
	 * @return what is wanted
	 */
	public static CertificateSpec of(String... domains) {
		return of("shop", KeyType.EC_P256, domains);
	}

	/**
	 * Want a certificate.
	 * @param name the configured name
	 * @param keyType the kind of key
	 * @param domains the names it is for
	 * @return what is wanted
	 */
	public static CertificateSpec of(String name, KeyType keyType, String... domains) {
		return new CertificateSpec(new CertificateId(name, keyType), Domains.of(domains), null, List.of("http-01"));
	}

	/**
	 * Serve a certificate for the names it was issued for.
	 * @param name the configured name
	 * @param keyType the configured kind of key
	 * @param certificate the certificate
	 * @param standing what it is worth
	 * @return the certificate as it is served
	 */
	public static LiveCertificate live(String name, KeyType keyType, ServerCertificate certificate, Standing standing) {
		return new LiveCertificate(new CertificateId(name, keyType), Domains.of(certificate.names()), certificate,
				standing);
	}

}
