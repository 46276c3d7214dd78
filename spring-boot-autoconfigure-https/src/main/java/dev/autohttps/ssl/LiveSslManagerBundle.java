package dev.autohttps.ssl;

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
		return TrustStores.factory(null);
	}

}
