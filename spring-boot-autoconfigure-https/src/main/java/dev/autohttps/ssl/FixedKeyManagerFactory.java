package dev.autohttps.ssl;

import java.security.KeyStore;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Gives one key manager to whoever wants a factory of them.
 */
final class FixedKeyManagerFactory extends KeyManagerFactory {

	FixedKeyManagerFactory(X509ExtendedKeyManager keyManager) {
		super(new Spi(keyManager), null, KeyManagerFactory.getDefaultAlgorithm());
	}

	private static final class Spi extends KeyManagerFactorySpi {

		private final KeyManager[] keyManagers;

		private Spi(X509ExtendedKeyManager keyManager) {
			this.keyManagers = new KeyManager[] { keyManager };
		}

		@Override
		protected void engineInit(@Nullable KeyStore keyStore, char @Nullable [] password) {
		}

		@Override
		protected void engineInit(ManagerFactoryParameters parameters) {
		}

		@Override
		protected KeyManager[] engineGetKeyManagers() {
			return this.keyManagers.clone();
		}

	}

}
