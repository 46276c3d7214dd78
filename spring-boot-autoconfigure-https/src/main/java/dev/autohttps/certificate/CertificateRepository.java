package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The certificates in a {@link Store}, each with its key in one entry. What cannot be
 * used is set aside, never deleted, and the one before it is taken.
 */
public final class CertificateRepository {

	private final Store store;

	private final InstantSource clock;

	private final Consumer<String> warnings;

	/**
	 * Create a new repository.
	 * @param store where the certificates are kept
	 * @param clock tells when something is set aside
	 * @param warnings told, in a sentence for people, of each entry that cannot be used
	 */
	public CertificateRepository(Store store, InstantSource clock, Consumer<String> warnings) {
		this.store = store;
		this.clock = clock;
		this.warnings = warnings;
	}

	/**
	 * Find the newest usable certificate.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @return the certificate, possibly expired, or {@code null} if there is none
	 * @throws StoreException if the store cannot be read
	 */
	public @Nullable ServerCertificate find(String issuer, CertificateSpec spec) {
		String key = key(issuer, spec);
		ServerCertificate current = load(key, spec);
		return (current != null) ? current : load(previous(key), spec);
	}

	/**
	 * Return what changes when the newest certificate does, which is found out for less
	 * than the certificate itself.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @return the version, or {@code null} if there is none
	 * @throws StoreException if the store cannot be read
	 */
	public @Nullable String version(String issuer, CertificateSpec spec) {
		StoreEntry entry = this.store.load(key(issuer, spec));
		return (entry != null) ? entry.version() : null;
	}

	/**
	 * Keep a certificate, and the one that it replaces beside it.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param certificate the certificate
	 * @return the {@linkplain #version version} from now on
	 * @throws StoreException if it cannot be saved
	 */
	public String save(String issuer, CertificateSpec spec, ServerCertificate certificate) {
		String key = key(issuer, spec);
		StoreEntry current = this.store.load(key);
		byte[] content = certificate.toPem().getBytes(StandardCharsets.US_ASCII);
		if (current != null && !Arrays.equals(current.content(), content)) {
			this.store.put(previous(key), current.content());
		}
		return this.store.save(key, content, (current != null) ? current.version() : null);
	}

	/**
	 * Keep a certificate if there is none yet.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param certificate the certificate
	 * @return whether it was kept; if not, another process was faster
	 * @throws StoreException if it cannot be saved
	 */
	public boolean add(String issuer, CertificateSpec spec, ServerCertificate certificate) {
		try {
			this.store.save(key(issuer, spec), certificate.toPem().getBytes(StandardCharsets.US_ASCII), null);
			return true;
		}
		catch (StaleVersionException ex) {
			return false;
		}
	}

	private @Nullable ServerCertificate load(String key, CertificateSpec spec) {
		StoreEntry entry = this.store.load(key);
		if (entry == null) {
			return null;
		}
		try {
			ServerCertificate certificate = ServerCertificate
				.parse(new String(entry.content(), StandardCharsets.US_ASCII));
			for (Domain domain : spec.domains()) {
				if (!certificate.names().contains(domain.name())) {
					throw new InvalidCertificateException("it is not for " + domain);
				}
			}
			if (new CompromisedKeys(this.store).contain(certificate.leaf().getPublicKey())) {
				throw new InvalidCertificateException("its key was compromised, so it must never be used again");
			}
			return certificate;
		}
		catch (InvalidCertificateException ex) {
			new SetAside(this.store, this.clock, this.warnings).put(key, entry, ex);
			return null;
		}
	}

	private static String key(String issuer, CertificateSpec spec) {
		return StoreKeys.of("certificates", issuer, spec) + ".pem";
	}

	private static String previous(String key) {
		return key.substring(0, key.length() - ".pem".length()) + ".previous.pem";
	}

}
