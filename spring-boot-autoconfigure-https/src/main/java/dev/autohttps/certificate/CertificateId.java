package dev.autohttps.certificate;

/**
 * Which of the wanted certificates: a configured name and one of its key types.
 *
 * @param name the name under {@code https.certificates}, which is the SSL bundle's name
 * too
 * @param keyType the key type
 */
public record CertificateId(String name, KeyType keyType) {

	@Override
	public String toString() {
		return this.name + " (" + this.keyType.id() + ")";
	}

}
