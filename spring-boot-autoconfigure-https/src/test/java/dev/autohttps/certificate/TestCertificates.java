package dev.autohttps.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates in memory, below a root and an intermediate that live as long as the
 * JVM does.
 */
public final class TestCertificates {

	private static final X500Name ROOT = new X500Name("CN=Test Root");

	private static final X500Name INTERMEDIATE = new X500Name("CN=Test Intermediate");

	private static final KeyPair ROOT_KEY = KeyType.EC_P256.generate();

	private static final KeyPair INTERMEDIATE_KEY = KeyType.EC_P256.generate();

	private static final Map<KeyType, KeyPair> RSA_KEYS = new ConcurrentHashMap<>();

	private static final Instant CA_FROM = Instant.parse("2020-01-01T00:00:00Z");

	private static final Instant CA_UNTIL = Instant.parse("2099-01-01T00:00:00Z");

	private static final X509Certificate ROOT_CERTIFICATE = authority(ROOT, ROOT_KEY.getPublic());

	private static final X509Certificate INTERMEDIATE_CERTIFICATE = authority(INTERMEDIATE,
			INTERMEDIATE_KEY.getPublic());

	private TestCertificates() {
	}

	/**
	 * Make a certificate with a P-256 key that is valid for 90 days from
	 * {@link TestClock#START}.
	 * @param names the names it is for
	 * @return the certificate
	 */
	public static ServerCertificate of(String... names) {
		return of(KeyType.EC_P256, names);
	}

	/**
	 * Make a certificate that is valid for 90 days from {@link TestClock#START}.
	 * @param keyType the kind of key
	 * @param names the names it is for
	 * @return the certificate
	 */
	public static ServerCertificate of(KeyType keyType, String... names) {
		return of(keyType, TestClock.START, TestClock.START.plus(Duration.ofDays(90)), names);
	}

	/**
	 * Make a certificate.
	 * @param keyType the kind of key
	 * @param notBefore the first moment at which it is valid
	 * @param notAfter the last moment at which it is valid
	 * @param names the names it is for
	 * @return the certificate, with an intermediate above it
	 */
	public static ServerCertificate of(KeyType keyType, Instant notBefore, Instant notAfter, String... names) {
		// An RSA key takes long to make.
		KeyPair key = keyType.algorithm().equals("EC") ? keyType.generate()
				: RSA_KEYS.computeIfAbsent(keyType, KeyType::generate);
		return of(key.getPrivate(), chain(key.getPublic(), notBefore, notAfter, names));
	}

	/**
	 * Put a key and its chain together.
	 * @param key the private key
	 * @param chain the chain
	 * @return the certificate
	 */
	public static ServerCertificate of(PrivateKey key, List<X509Certificate> chain) {
		try {
			return ServerCertificate.of(key, chain);
		}
		catch (InvalidCertificateException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Make a chain, as a CA does.
	 * @param key the public key
	 * @param notBefore the first moment at which it is valid
	 * @param notAfter the last moment at which it is valid
	 * @param names the names it is for
	 * @return the certificate and the intermediate that signed it
	 */
	public static List<X509Certificate> chain(PublicKey key, Instant notBefore, Instant notAfter, String... names) {
		return List.of(signedBy(INTERMEDIATE, INTERMEDIATE_KEY.getPrivate(), key, notBefore, notAfter, names),
				INTERMEDIATE_CERTIFICATE);
	}

	/**
	 * Make a certificate that is signed by somebody else.
	 * @param issuer the name of who signs it
	 * @param issuerKey the key of who signs it
	 * @param key the public key
	 * @param notBefore the first moment at which it is valid
	 * @param notAfter the last moment at which it is valid
	 * @param names the names it is for
	 * @return the certificate
	 */
	public static X509Certificate signedBy(X500Name issuer, PrivateKey issuerKey, PublicKey key, Instant notBefore,
			Instant notAfter, String... names) {
		JcaX509v3CertificateBuilder builder = builder(issuer, new X500Name("CN=test"), key, notBefore, notAfter);
		if (names.length != 0) {
			GeneralName[] alternatives = Arrays.stream(names)
				.map((name) -> new GeneralName(
						(Domain.parse(name).type() == Domain.Type.IP) ? GeneralName.iPAddress : GeneralName.dNSName,
						name))
				.toArray(GeneralName[]::new);
			try {
				builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
			}
			catch (CertIOException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return sign(builder, issuerKey, false);
	}

	/**
	 * Return the root that all chains lead to.
	 * @return the root
	 */
	public static X509Certificate root() {
		return ROOT_CERTIFICATE;
	}

	private static X509Certificate authority(X500Name name, PublicKey key) {
		return sign(builder(ROOT, name, key, CA_FROM, CA_UNTIL), ROOT_KEY.getPrivate(), true);
	}

	private static JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key,
			Instant notBefore, Instant notAfter) {
		BigInteger serial = new BigInteger(127, new SecureRandom()).setBit(126);
		return new JcaX509v3CertificateBuilder(issuer, serial, Date.from(notBefore), Date.from(notAfter), subject, key);
	}

	private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key, boolean authority) {
		try {
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
			String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
			return new JcaX509CertificateConverter()
				.getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
		}
		catch (CertIOException | OperatorCreationException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
