package dev.autohttps.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of key that a certificate can have.
 */
public enum KeyType {

	/**
	 * ECDSA on the curve P-256: small, fast, verified by every current client.
	 */
	EC_P256("ec-p256", "EC", new ECGenParameterSpec("secp256r1")),

	/**
	 * ECDSA on the curve P-384.
	 */
	EC_P384("ec-p384", "EC", new ECGenParameterSpec("secp384r1")),

	/**
	 * RSA with 2048 bits, for clients that do not verify ECDSA.
	 */
	RSA_2048("rsa-2048", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),

	/**
	 * RSA with 3072 bits.
	 */
	RSA_3072("rsa-3072", "RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4)),

	/**
	 * RSA with 4096 bits.
	 */
	RSA_4096("rsa-4096", "RSA", new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4));

	private final String id;

	private final String algorithm;

	private final AlgorithmParameterSpec parameters;

	KeyType(String id, String algorithm, AlgorithmParameterSpec parameters) {
		this.id = id;
		this.algorithm = algorithm;
		this.parameters = parameters;
	}

	/**
	 * Return the name used in configuration and in the store.
	 * @return the name, such as {@code ec-p256}
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the JCA name of the key's algorithm.
	 * @return {@code EC} or {@code RSA}
	 */
	public String algorithm() {
		return this.algorithm;
	}

	/**
	 * Make a fresh key pair with the JDK's own providers.
	 * @return the key pair
	 */
	public KeyPair generate() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(this.algorithm);
			generator.initialize(this.parameters);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JDK cannot make a key of type " + this.id, ex);
		}
	}

	/**
	 * Return the type of a key.
	 * @param key a public key
	 * @return its type, or {@code null} if it is of none of these
	 */
	public static @Nullable KeyType of(PublicKey key) {
		if (key instanceof RSAPublicKey rsa) {
			return find("RSA", "rsa-" + rsa.getModulus().bitLength());
		}
		return (key instanceof ECPublicKey ec)
				? find("EC", "ec-p" + ec.getParams().getCurve().getField().getFieldSize()) : null;
	}

	private static @Nullable KeyType find(String algorithm, String id) {
		return Arrays.stream(values())
			.filter((type) -> type.algorithm.equals(algorithm) && type.id.equals(id))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the key type of a configured name.
	 * @param id a name such as {@code ec-p256}
	 * @return the key type
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public static KeyType of(String id) {
		return Arrays.stream(values())
			.filter((type) -> type.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No key type '" + id + "'"));
	}

}
