package dev.autohttps.ssl;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Trust as JSSE has it: roots in a key store, and the manager that the JDK makes of them.
 */
final class TrustStores {

	private TrustStores() {
	}

	static KeyStore of(List<X509Certificate> roots) {
		try {
			KeyStore keyStore = KeyStore.getInstance(KeyStore.getDefaultType());
			keyStore.load(null, null);
			for (int i = 0; i < roots.size(); i++) {
				keyStore.setCertificateEntry("root-" + i, roots.get(i));
			}
			return keyStore;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("The trusted roots do not fit into a key store", ex);
		}
	}

	/**
	 * Return the JDK's trust manager.
	 * @param trusted what is trusted, or {@code null} for the JDK's own trust
	 */
	static X509ExtendedTrustManager manager(@Nullable KeyStore trusted) {
		for (TrustManager manager : factory(trusted).getTrustManagers()) {
			if (manager instanceof X509ExtendedTrustManager extended) {
				return extended;
			}
		}
		throw new IllegalStateException("The JDK has no trust manager that looks at names");
	}

	/**
	 * Return the JDK's factory of trust managers.
	 * @param trusted what is trusted, or {@code null} for the JDK's own trust
	 */
	static TrustManagerFactory factory(@Nullable KeyStore trusted) {
		try {
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(trusted);
			return factory;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The JDK's trust store cannot be read", ex);
		}
	}

}
