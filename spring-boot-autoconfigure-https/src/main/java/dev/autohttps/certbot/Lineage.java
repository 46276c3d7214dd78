package dev.autohttps.certbot;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.PrivateKey;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.InvalidDomainException;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A series of certificates of which certbot renews the last, and that one.
 *
 * @param name its name
 * @param file what certbot knows of its renewal
 * @param certificate its last certificate
 * @param domains the names that this is for
 */
record Lineage(String name, RenewalFile file, ServerCertificate certificate, Domains domains) {

	/**
	 * Read a lineage.
	 * @throws NotUsableException if that cannot be done, with half a sentence that says
	 * why
	 */
	static Lineage read(String name, RenewalFile file, CertbotFiles files) throws NotUsableException {
		String chain = files.read(files.at("live", name, "fullchain.pem"));
		String pem = files.read(files.at("live", name, "privkey.pem"));
		try {
			ServerCertificate certificate = ServerCertificate.of(key(name, pem, files), Pem.certificates(chain));
			return new Lineage(name, file, certificate, Domains.of(certificate.names()));
		}
		catch (InvalidCertificateException ex) {
			throw new NotUsableException(files.at("live", name, "fullchain.pem") + ": " + ex.getMessage(), ex);
		}
		catch (InvalidDomainException ex) {
			throw new NotUsableException(
					files.at("live", name, "fullchain.pem") + ": it is not for names that can be configured", ex);
		}
	}

	private static PrivateKey key(String name, String pem, CertbotFiles files) throws NotUsableException {
		try {
			return PemKeys.read(pem);
		}
		catch (NotUsableException ex) {
			throw new NotUsableException(files.at("live", name, "privkey.pem") + " " + ex.getMessage(), ex);
		}
	}

	/**
	 * Return the CA's directory, or {@code null} if it is not known.
	 */
	@Nullable URI server() {
		try {
			return (this.file.server() != null) ? new URI(this.file.server()) : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * Return the names as a property has them.
	 */
	String setting() {
		return String.join(",", this.domains.names());
	}

	@Override
	public String toString() {
		return "certbot's lineage '" + this.name + "' for " + this.domains;
	}

}
