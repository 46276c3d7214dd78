package dev.autohttps.certificate;

/**
 * A certificate in the place where it is served.
 *
 * @param id which of the wanted certificates it is
 * @param domains the names it is served for
 * @param certificate key and chain
 * @param standing what it is worth to a client
 */
public record LiveCertificate(CertificateId id, Domains domains, ServerCertificate certificate, Standing standing) {

	/**
	 * Return whether it only keeps the place of a certificate that is not there yet.
	 * @return whether it does
	 */
	public boolean isPlaceholder() {
		return this.standing == Standing.PLACEHOLDER;
	}

}
