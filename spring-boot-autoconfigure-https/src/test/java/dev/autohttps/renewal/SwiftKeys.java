package dev.autohttps.renewal;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys of a simulated world, of which a year must pass in seconds: they come from a small
 * stock, and a signature is a digest. A key still fits its own certificate only. As long
 * as one is open, every P-256 key of this JVM is such a key.
 */
final class SwiftKeys implements AutoCloseable {

	private static final String NAME = "swift-keys";

	private static final int STOCK = 64;

	private static final List<KeyPair> PAIRS = new ArrayList<>();

	private static final Map<String, PublicKey> PUBLIC_KEYS = new ConcurrentHashMap<>();

	private static final Random random = new Random(1);

	private SwiftKeys() {
	}

	/**
	 * Use such keys from now on.
	 * @return ends it
	 */
	static SwiftKeys open() {
		try {
			KeyPairGenerator real = KeyPairGenerator.getInstance("EC");
			real.initialize(new ECGenParameterSpec("secp256r1"));
			while (PAIRS.size() < STOCK) {
				KeyPair pair = real.generateKeyPair();
				PAIRS.add(pair);
				PUBLIC_KEYS.put(text(pair.getPrivate()), pair.getPublic());
			}
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		Security.insertProviderAt(new SwiftProvider(), 1);
		return new SwiftKeys();
	}

	@Override
	public void close() {
		Security.removeProvider(NAME);
	}

	private static String text(Key key) {
		return Base64.getEncoder().encodeToString(key.getEncoded());
	}

	private static final class SwiftProvider extends Provider {

		private SwiftProvider() {
			super(NAME, "1", "Keys of a simulated world");
			put("KeyPairGenerator.EC", Generator.class.getName());
			put("Signature.SHA256withECDSA", Digest.class.getName());
		}

	}

	/**
	 * Takes keys from the stock.
	 */
	public static final class Generator extends KeyPairGeneratorSpi {

		@Override
		public void initialize(int size, SecureRandom random) {
		}

		@Override
		public void initialize(AlgorithmParameterSpec parameters, SecureRandom random) {
		}

		@Override
		public KeyPair generateKeyPair() {
			return PAIRS.get(random.nextInt(STOCK));
		}

	}

	/**
	 * Signs with a digest of the public key and the data.
	 */
	public static final class Digest extends SignatureSpi {

		private final MessageDigest digest;

		public Digest() throws GeneralSecurityException {
			this.digest = MessageDigest.getInstance("SHA-256");
		}

		@Override
		protected void engineInitVerify(PublicKey key) {
			this.digest.update(key.getEncoded());
		}

		@Override
		protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
			PublicKey known = PUBLIC_KEYS.get(text(key));
			if (known == null) {
				throw new InvalidKeyException("A key of another world");
			}
			engineInitVerify(known);
		}

		@Override
		protected void engineUpdate(byte data) {
			this.digest.update(data);
		}

		@Override
		protected void engineUpdate(byte[] data, int offset, int length) {
			this.digest.update(data, offset, length);
		}

		@Override
		protected byte[] engineSign() {
			return this.digest.digest();
		}

		@Override
		protected boolean engineVerify(byte[] signature) throws SignatureException {
			return MessageDigest.isEqual(signature, this.digest.digest());
		}

		@Override
		@Deprecated
		protected void engineSetParameter(String name, Object value) {
			throw new UnsupportedOperationException();
		}

		@Override
		@Deprecated
		protected Object engineGetParameter(String name) {
			throw new UnsupportedOperationException();
		}

	}

}
