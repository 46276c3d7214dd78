package dev.autohttps.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The textual encodings of RFC 7468 for the two things that are kept: PKCS#8 private keys
 * and X.509 certificates.
 */
public final class Pem {

	private static final Pattern BLOCK = Pattern
		.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]+?)" + "\\s*-----END \\1-----");

	private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] { '\n' });

	private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA");

	private Pem() {
	}

	/**
	 * Encode a private key.
	 * @param key the key
	 * @return its PEM text
	 */
	public static String encode(PrivateKey key) {
		return encode("PRIVATE KEY", key.getEncoded());
	}

	/**
	 * Encode certificates, one below the other.
	 * @param certificates the certificates
	 * @return their PEM text
	 */
	public static String encode(List<X509Certificate> certificates) {
		StringBuilder text = new StringBuilder();
		for (X509Certificate certificate : certificates) {
			try {
				text.append(encode("CERTIFICATE", certificate.getEncoded()));
			}
			catch (CertificateException ex) {
				throw new IllegalArgumentException("Certificate without an encoding", ex);
			}
		}
		return text.toString();
	}

	/**
	 * Decode the certificates of a PEM text.
	 * @param text the text; anything between the blocks is passed over
	 * @return the certificates, none if there is none
	 * @throws InvalidCertificateException if one cannot be parsed or was cut short
	 */
	public static List<X509Certificate> certificates(String text) throws InvalidCertificateException {
		try {
			CertificateFactory factory = CertificateFactory.getInstance("X.509");
			List<X509Certificate> certificates = new ArrayList<>();
			for (byte[] der : decode("CERTIFICATE", text)) {
				Certificate certificate = factory.generateCertificate(new ByteArrayInputStream(der));
				certificates.add((X509Certificate) certificate);
			}
			return certificates;
		}
		catch (CertificateException ex) {
			throw new InvalidCertificateException("a certificate in it cannot be parsed", ex);
		}
	}

	/**
	 * Decode the private key of a PEM text.
	 * @param text the text; anything between the blocks is passed over
	 * @return the key
	 * @throws InvalidCertificateException if there is not exactly one, or if it cannot be
	 * parsed
	 */
	public static PrivateKey privateKey(String text) throws InvalidCertificateException {
		List<byte[]> keys = decode("PRIVATE KEY", text);
		if (keys.size() != 1) {
			throw new InvalidCertificateException("it has " + keys.size() + " private keys in place of one");
		}
		return privateKey(keys.get(0));
	}

	static PrivateKey privateKey(byte[] pkcs8) throws InvalidCertificateException {
		for (String algorithm : KEY_ALGORITHMS) {
			try {
				return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
			}
			catch (InvalidKeySpecException ex) {
				// The encoding names its algorithm, the JDK has no way to read it first.
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException("This JDK has no keys of type " + algorithm, ex);
			}
		}
		throw new InvalidCertificateException("its private key is neither an EC nor an RSA key in PKCS#8 form");
	}

	private static String encode(String label, byte[] der) {
		return "-----BEGIN " + label + "-----\n" + ENCODER.encodeToString(der) + "\n-----END " + label + "-----\n";
	}

	private static List<byte[]> decode(String label, String text) throws InvalidCertificateException {
		List<byte[]> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(text);
		while (matcher.find()) {
			if (matcher.group(1).equals(label)) {
				try {
					byte[] body = matcher.group(2).getBytes(StandardCharsets.US_ASCII);
					blocks.add(Base64.getMimeDecoder().decode(body));
				}
				catch (IllegalArgumentException ex) {
					throw new InvalidCertificateException("its Base64 is broken", ex);
				}
			}
		}
		if (BLOCK.matcher(text).replaceAll("").contains("-----BEGIN ")) {
			throw new InvalidCertificateException("a block in it is garbled or cut short");
		}
		return blocks;
	}

}
