package dev.autohttps.ssl;

import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

import org.springframework.boot.ssl.SslManagerBundle;

/**
 * A live key manager with the JDK's own trust, which is not read before it is asked for:
 * a server without client certificates never does.
 */
final class LiveSslManagerBundle implements SslManagerBundle {

	private final KeyManagerFactory keyManagerFactory;

	LiveSslManagerBundle(X509ExtendedKeyManager keyManager) {
		this.keyManagerFactory = new FixedKeyManagerFactory(keyManager);
	}

	@Override
	public KeyManagerFactory getKeyManagerFactory() {
		return this.keyManagerFactory;
	}

	@Override
	public TrustManagerFactory getTrustManagerFactory() {
		try {
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init((KeyStore) null);
			return factory;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The JDK's trust store cannot be read", ex);
		}
	}

}
