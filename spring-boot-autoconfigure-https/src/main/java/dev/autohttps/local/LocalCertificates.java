package dev.autohttps.local;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.ServerCertificate;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * What the certificates say that this machine makes for itself. Apart from the rest
 * because a start at which none is made goes without BouncyCastle, whose signed archives
 * take a quarter of a second to open.
 */
final class LocalCertificates {

	private static final X500Name NAME = new X500Name("CN=autohttps local CA,O=autohttps");

	private static final Duration ROOT_VALIDITY = Duration.ofDays(3650);

	/**
	 * How far back certificates begin at the most, for clients whose clocks are behind.
	 */
	private static final Duration MOST_BACK = Duration.ofHours(1);

	private LocalCertificates() {
	}

	/**
	 * Make a root that is held to local names by its own name constraints (RFC 5280
	 * section 4.2.1.10), and to servers: there is no constraint for whoever signs code or
	 * mail.
	 */
	static ServerCertificate root(Instant now) {
		KeyPair key = KeyType.EC_P256.generate();
		X509Certificate certificate = new X509(NAME, NAME, key.getPublic(), now.minus(MOST_BACK),
				now.plus(ROOT_VALIDITY))
			.with(Extension.basicConstraints, true, new BasicConstraints(0))
			.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
			.with(Extension.extendedKeyUsage, false, servers())
			.with(Extension.nameConstraints, true, constraints())
			.with(Extension.subjectKeyIdentifier, false, X509.extensions().createSubjectKeyIdentifier(key.getPublic()))
			.sign(key.getPrivate());
		return together(key, certificate);
	}

	/**
	 * Make a server's certificate.
	 */
	static X509Certificate leaf(ServerCertificate root, PublicKey key, Domains domains, Instant now,
			Duration validity) {
		Duration share = validity.dividedBy(100);
		Instant notBefore = now.minus((share.compareTo(MOST_BACK) < 0) ? share : MOST_BACK);
		return new X509(subject(root), new X500Name(new RDN[0]), key, notBefore, notBefore.plus(validity))
			.with(Extension.subjectAlternativeName, true, X509.names(domains))
			.with(Extension.basicConstraints, true, new BasicConstraints(false))
			.with(Extension.keyUsage, true, usage(key))
			.with(Extension.extendedKeyUsage, false, servers())
			.with(Extension.subjectKeyIdentifier, false, X509.extensions().createSubjectKeyIdentifier(key))
			.with(Extension.authorityKeyIdentifier, false,
					X509.extensions().createAuthorityKeyIdentifier(root.leaf().getPublicKey()))
			.sign(root.privateKey());
	}

	/**
	 * Make a certificate that signs itself.
	 */
	static ServerCertificate placeholder(String name, Domains domains, Instant notBefore, Instant notAfter) {
		KeyPair key = KeyType.EC_P256.generate();
		X500Name subject = new X500Name(name);
		X509Certificate certificate = new X509(subject, subject, key.getPublic(), notBefore, notAfter)
			.with(Extension.subjectAlternativeName, false, X509.names(domains))
			.sign(key.getPrivate());
		return together(key, certificate);
	}

	private static ServerCertificate together(KeyPair key, X509Certificate certificate) {
		try {
			return ServerCertificate.of(key.getPrivate(), List.of(certificate));
		}
		catch (InvalidCertificateException ex) {
			throw new IllegalStateException("A certificate of our own is not valid", ex);
		}
	}

	private static ExtendedKeyUsage servers() {
		return new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
	}

	private static NameConstraints constraints() {
		Stream<GeneralName> domains = LocalNames.DOMAINS.stream()
			.map((domain) -> new GeneralName(GeneralName.dNSName, domain));
		Stream<GeneralName> networks = LocalNames.NETWORKS.stream()
			.map((network) -> new GeneralName(GeneralName.iPAddress, network));
		return new NameConstraints(
				Stream.concat(domains, networks).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new), null);
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
