package dev.autohttps.certificate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * An immutable private key with the chain that belongs to it. It can only be made if the
 * two do belong together, so that whoever holds one may present it.
 */
public final class ServerCertificate {

	private final PrivateKey key;

	private final X509Certificate[] chain;

	private final String alias;

	private ServerCertificate(PrivateKey key, X509Certificate[] chain, String alias) {
		this.key = key;
		this.chain = chain;
		this.alias = alias;
	}

	/**
	 * Put a key and its chain together.
	 * @param key the private key
	 * @param chain the chain, the server's own certificate first
	 * @return the certificate
	 * @throws InvalidCertificateException if the chain is empty or out of order, or if
	 * the key is not that of its first certificate
	 */
	public static ServerCertificate of(PrivateKey key, List<X509Certificate> chain) throws InvalidCertificateException {
		if (chain.isEmpty()) {
			throw new InvalidCertificateException("it has no certificate");
		}
		X509Certificate leaf = chain.get(0);
		if (!matches(key, leaf.getPublicKey())) {
			throw new InvalidCertificateException("its private key does not belong to its certificate");
		}
		for (int i = 1; i < chain.size(); i++) {
			try {
				chain.get(i - 1).verify(chain.get(i).getPublicKey());
			}
			catch (GeneralSecurityException ex) {
				throw new InvalidCertificateException("certificate " + i + " of its chain is not signed by the next",
						ex);
			}
		}
		return new ServerCertificate(key, chain.toArray(X509Certificate[]::new), fingerprint(leaf));
	}

	/**
	 * Read a key and its chain.
	 * @param pem a PEM text that has both
	 * @return the certificate
	 * @throws InvalidCertificateException if it is not a key with its chain
	 */
	public static ServerCertificate parse(String pem) throws InvalidCertificateException {
		return of(Pem.privateKey(pem), Pem.certificates(pem));
	}

	/**
	 * Write the key and its chain as one PEM text, the inverse of {@link #parse(String)}.
	 * @return the text, a secret
	 */
	public String toPem() {
		return Pem.encode(this.key) + Pem.encode(chain());
	}

	/**
	 * Return the name under which JSSE asks for this very key and chain: the
	 * certificate's SHA-256 fingerprint in lower-case hexadecimal.
	 * @return the alias
	 */
	public String alias() {
		return this.alias;
	}

	/**
	 * Return the private key.
	 * @return the key, a secret
	 */
	public PrivateKey privateKey() {
		return this.key;
	}

	/**
	 * Return the chain, the server's own certificate first.
	 * @return the chain
	 */
	public List<X509Certificate> chain() {
		return List.of(this.chain);
	}

	/**
	 * Return the chain as JSSE wants it: always the same array, which must not be
	 * changed, because engines keep key material by the identity of what they were given.
	 * @return the shared array
	 */
	public X509Certificate[] sharedChain() {
		return this.chain;
	}

	/**
	 * Return the server's own certificate.
	 * @return the first certificate of the chain
	 */
	public X509Certificate leaf() {
		return this.chain[0];
	}

	/**
	 * Return the JCA algorithm of the key.
	 * @return {@code EC} or {@code RSA}
	 */
	public String algorithm() {
		return this.key.getAlgorithm();
	}

	/**
	 * Return the serial number in lower-case hexadecimal.
	 * @return the serial number
	 */
	public String serial() {
		return leaf().getSerialNumber().toString(16);
	}

	/**
	 * Return the first moment at which it is valid.
	 * @return the moment
	 */
	public Instant notBefore() {
		return leaf().getNotBefore().toInstant();
	}

	/**
	 * Return the last moment at which it is valid.
	 * @return the moment
	 */
	public Instant notAfter() {
		return leaf().getNotAfter().toInstant();
	}

	/**
	 * Return how long it is valid in all.
	 * @return the time from its first to its last valid moment
	 */
	public Duration lifetime() {
		return Duration.between(notBefore(), notAfter());
	}

	/**
	 * Return whether it has run out.
	 * @param now the present moment
	 * @return whether it has
	 */
	public boolean isExpired(Instant now) {
		return now.isAfter(notAfter());
	}

	/**
	 * Return the names it was issued for, as its subject alternative names say.
	 * @return DNS names in lower case and IP addresses
	 */
	public List<String> names() {
		try {
			Collection<List<?>> names = leaf().getSubjectAlternativeNames();
			if (names == null) {
				return List.of();
			}
			return names.stream()
				.filter((name) -> name.get(0).equals(2) || name.get(0).equals(7))
				.map((name) -> Domain.parse(String.valueOf(name.get(1))).name())
				.toList();
		}
		catch (CertificateParsingException | InvalidDomainException ex) {
			return List.of();
		}
	}

	private static boolean matches(PrivateKey key, PublicKey publicKey) throws InvalidCertificateException {
		if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
			return false;
		}
		try {
			byte[] probe = new byte[32];
			new SecureRandom().nextBytes(probe);
			String algorithm = "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm());
			Signature signature = Signature.getInstance(algorithm);
			signature.initSign(key);
			signature.update(probe);
			byte[] signed = signature.sign();
			signature.initVerify(publicKey);
			signature.update(probe);
			return signature.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			throw new InvalidCertificateException("its private key cannot sign", ex);
		}
	}

	private static String fingerprint(X509Certificate certificate) throws InvalidCertificateException {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
			return HexFormat.of().formatHex(digest);
		}
		catch (GeneralSecurityException ex) {
			throw new InvalidCertificateException("its certificate has no encoding", ex);
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof ServerCertificate that && this.alias.equals(that.alias);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.alias);
	}

	@Override
	public String toString() {
		return "certificate " + serial() + " for " + String.join(", ", names()) + ", valid until " + notAfter();
	}

}
