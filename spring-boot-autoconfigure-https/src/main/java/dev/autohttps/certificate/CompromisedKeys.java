package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The keys in a {@link Store} that must never be used again, since somebody else may have
 * them: remembered for ever, so that none comes back with an old copy of a file.
 */
public final class CompromisedKeys {

	private final Store store;

	public CompromisedKeys(Store store) {
		this.store = store;
	}

	/**
	 * Remember a key.
	 * @param key the public key
	 * @param now the present moment
	 * @throws StoreException if it cannot be remembered
	 */
	public void add(PublicKey key, Instant now) {
		this.store.put(name(key), (now + "\n").getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Return whether a key must not be used.
	 * @param key the public key
	 * @return whether it was {@linkplain #add added}
	 * @throws StoreException if the store cannot be read
	 */
	public boolean contain(PublicKey key) {
		return this.store.load(name(key)) != null;
	}

	private static String name(PublicKey key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
			return "compromised/" + HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
