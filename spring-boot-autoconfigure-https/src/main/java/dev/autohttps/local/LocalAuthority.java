package dev.autohttps.local;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.SetAside;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * The local CA: a root in the store, shared by the applications that share the store, and
 * held to local names by its own name constraints (RFC 5280 section 4.2.1.10).
 */
final class LocalAuthority {

	/**
	 * The root with its key.
	 */
	static final String ROOT = "local/root.pem";

	/**
	 * The root alone, for those who are to trust it.
	 */
	static final String TRUST = "local/root.crt";

	private static final Log logger = LogFactory.getLog(LocalAuthority.class);

	private static final X500Name NAME = new X500Name("CN=autohttps local CA,O=autohttps");

	private static final Duration ROOT_VALIDITY = Duration.ofDays(3650);

	private final Store store;

	private final InstantSource clock;

	private @Nullable ServerCertificate root;

	LocalAuthority(Store store, InstantSource clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Issue a certificate.
	 * @return its chain, without the root
	 */
	List<X509Certificate> issue(PublicKey key, Domains domains, Duration validity) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		ServerCertificate authority = root(now.plus(validity));
		X509Certificate leaf = new X509(subject(authority), new X500Name(new RDN[0]), key, now, now.plus(validity))
			.with(Extension.subjectAlternativeName, true, X509.names(domains))
			.with(Extension.basicConstraints, true, new BasicConstraints(false))
			.with(Extension.keyUsage, true, usage(key))
			.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
			.with(Extension.subjectKeyIdentifier, false, X509.extensions().createSubjectKeyIdentifier(key))
			.with(Extension.authorityKeyIdentifier, false,
					X509.extensions().createAuthorityKeyIdentifier(authority.leaf().getPublicKey()))
			.sign(authority.privateKey());
		return List.of(leaf);
	}

	/**
	 * Return whether the root that there is now signed a certificate: whoever trusts the
	 * root must be able to trust what is served.
	 */
	boolean signed(X509Certificate certificate) {
		try {
			certificate.verify(root(this.clock.instant()).leaf().getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private synchronized ServerCertificate root(Instant neededUntil) {
		ServerCertificate known = this.root;
		if (known == null || known.notAfter().isBefore(neededUntil)) {
			known = load(neededUntil);
			this.root = known;
		}
		return known;
	}

	private ServerCertificate load(Instant neededUntil) {
		StoreEntry entry = this.store.load(ROOT);
		if (entry == null) {
			return make(null);
		}
		try {
			ServerCertificate stored = ServerCertificate.parse(new String(entry.content(), StandardCharsets.US_ASCII));
			if (stored.notAfter().isBefore(neededUntil)) {
				return make(entry.version());
			}
			if (this.store.load(TRUST) == null) {
				publish(stored);
			}
			logger.info("The local CA serves this application: to trust it, trust " + this.store.describe(TRUST));
			return stored;
		}
		catch (InvalidCertificateException ex) {
			new SetAside(this.store, this.clock, logger::warn).put(ROOT, entry, ex);
			return make(null);
		}
	}

	private ServerCertificate make(@Nullable String replaced) {
		Instant now = this.clock.instant();
		KeyPair key = KeyType.EC_P256.generate();
		X509Certificate certificate = new X509(NAME, NAME, key.getPublic(), now, now.plus(ROOT_VALIDITY))
			.with(Extension.basicConstraints, true, new BasicConstraints(0))
			.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
			.with(Extension.nameConstraints, true, LocalNames.constraints())
			.with(Extension.subjectKeyIdentifier, false, X509.extensions().createSubjectKeyIdentifier(key.getPublic()))
			.sign(key.getPrivate());
		try {
			ServerCertificate made = ServerCertificate.of(key.getPrivate(), List.of(certificate));
			this.store.save(ROOT, made.toPem().getBytes(StandardCharsets.US_ASCII), replaced);
			publish(made);
			logger.info("A local CA was made for this machine, good for local names only: to trust it, trust "
					+ this.store.describe(TRUST) + ", for example with curl --cacert");
			return made;
		}
		catch (StaleVersionException ex) {
			// Another application made it at the same moment.
			return load(now);
		}
		catch (InvalidCertificateException ex) {
			throw new IllegalStateException("The local CA could not be made", ex);
		}
	}

	private void publish(ServerCertificate authority) {
		try {
			this.store.put(TRUST, Pem.encode(authority.chain()).getBytes(StandardCharsets.US_ASCII));
		}
		catch (StaleVersionException ex) {
			// Another application published it at the same moment.
		}
	}

	private static X500Name subject(ServerCertificate authority) {
		try {
			return new JcaX509CertificateHolder(authority.leaf()).getSubject();
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException("The root of the local CA has no encoding", ex);
		}
	}

	private static KeyUsage usage(PublicKey key) {
		return new KeyUsage(key.getAlgorithm().equals("RSA") ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
				: KeyUsage.digitalSignature);
	}

}
