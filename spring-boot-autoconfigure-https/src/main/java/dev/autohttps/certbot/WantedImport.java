package dev.autohttps.certbot;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.KeyType;

/**
 * A certificate that is wanted, and where that was said.
 *
 * @param spec the certificate
 * @param domainsProperty the property that has its domains
 */
public record WantedImport(CertificateSpec spec, String domainsProperty) {

	private static final String SHORTHAND = "https.domains";

	KeyType keyType() {
		return this.spec.id().keyType();
	}

	/**
	 * Return the properties that would want other names.
	 */
	String settingOf(String domains) {
		return this.domainsProperty + "=" + domains;
	}

	/**
	 * Return the properties that would want another key type, which the shorthand cannot
	 * say.
	 */
	String settingOf(KeyType keyType, String domains) {
		String prefix = "https.certificates." + this.spec.id().name();
		String keyTypes = prefix + ".key-types=" + keyType.id();
		if (!this.domainsProperty.equals(SHORTHAND)) {
			return keyTypes;
		}
		return keyTypes + " and " + prefix + ".domains=" + domains + " in place of " + SHORTHAND;
	}

	@Override
	public String toString() {
		return "certificate '" + this.spec.id().name() + "' for " + this.spec.domains();
	}

}
