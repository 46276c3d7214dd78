package dev.autohttps.test;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A key that signs DNS messages (RFC 8945).
 *
 * @param name the name by which both sides know it
 * @param algorithm the algorithm, such as {@code hmac-sha256}
 * @param secret the secret in base64
 */
public record TsigKey(String name, String algorithm, String secret) {

	private static final int LENGTH = 32;

	/**
	 * Make a key with a secret of its own, for {@code hmac-sha256}.
	 * @param name the name of the key
	 * @return a new key
	 */
	public static TsigKey named(String name) {
		byte[] secret = new byte[LENGTH];
		new SecureRandom().nextBytes(secret);
		return new TsigKey(name, "hmac-sha256", Base64.getEncoder().encodeToString(secret));
	}

}
