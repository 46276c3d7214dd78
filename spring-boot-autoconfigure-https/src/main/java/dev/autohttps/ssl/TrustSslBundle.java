package dev.autohttps.ssl;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * The SSL bundle for clients: it trusts what the JDK trusts, and the local CA where there
 * is one, for local names. It has no key.
 */
public final class TrustSslBundle implements SslBundle, SslBundleRegistrar {

	/**
	 * The name of the bundle.
	 */
	public static final String NAME = "https-trust";

	private static final Log logger = LogFactory.getLog(TrustSslBundle.class);

	private final MoreTrustManager trustManager;

	/**
	 * Create a new bundle.
	 * @param roots the roots that are trusted beside those of the JDK, asked for whenever
	 * the JDK's trust is not enough
	 * @param mayVouchFor which server's certificates they may vouch for
	 */
	public TrustSslBundle(Supplier<List<X509Certificate>> roots, Predicate<X509Certificate> mayVouchFor) {
		this.trustManager = new MoreTrustManager(roots, mayVouchFor);
	}

	@Override
	public void registerBundles(SslBundleRegistry registry) {
		try {
			registry.registerBundle(NAME, this);
		}
		catch (IllegalStateException ex) {
			logger.info(
					"The SSL bundle '" + NAME + "' is the application's own: clients that use it trust what that does");
		}
	}

	/**
	 * None: who builds trust out of stores would trust the further roots for every name,
	 * and nothing of what the JDK trusts.
	 */
	@Override
	public SslStoreBundle getStores() {
		return SslStoreBundle.NONE;
	}

	@Override
	public SslBundleKey getKey() {
		return SslBundleKey.NONE;
	}

	@Override
	public SslOptions getOptions() {
		return SslOptions.NONE;
	}

	@Override
	public String getProtocol() {
		return DEFAULT_PROTOCOL;
	}

	@Override
	public SslManagerBundle getManagers() {
		return SslManagerBundle.from(this.trustManager);
	}

	@Override
	public String toString() {
		return "SSL bundle of what is trusted";
	}

}
