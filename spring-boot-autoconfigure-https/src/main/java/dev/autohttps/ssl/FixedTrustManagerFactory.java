package dev.autohttps.ssl;

import java.security.KeyStore;

import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;

import org.jspecify.annotations.Nullable;

/**
 * Gives one trust manager to whoever wants a factory of them. Boot's own reads the JDK's
 * trust store on the way, which not every server needs at its start.
 */
final class FixedTrustManagerFactory extends TrustManagerFactory {

	FixedTrustManagerFactory(TrustManager trustManager) {
		super(new Spi(trustManager), null, TrustManagerFactory.getDefaultAlgorithm());
	}

	private static final class Spi extends TrustManagerFactorySpi {

		private final TrustManager[] trustManagers;

		private Spi(TrustManager trustManager) {
			this.trustManagers = new TrustManager[] { trustManager };
		}

		@Override
		protected void engineInit(@Nullable KeyStore keyStore) {
		}

		@Override
		protected void engineInit(ManagerFactoryParameters parameters) {
		}

		@Override
		protected TrustManager[] engineGetTrustManagers() {
			return this.trustManagers.clone();
		}

	}

}
