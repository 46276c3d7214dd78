package dev.autohttps.ssl;

import java.security.GeneralSecurityException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

import dev.autohttps.certificate.LiveCertificates;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * What a web server is given for life: one SSL context over all that is served. The
 * bundle around it is in a registry of its own, so that nothing that Boot does when a
 * bundle is updated reaches the server.
 */
public final class ServerSslBundle {

	/**
	 * The bundle's name in its own registry.
	 */
	public static final String NAME = "https";

	private final X509ExtendedKeyManager keyManager;

	/**
	 * Create a new bundle.
	 * @param live what is served
	 */
	public ServerSslBundle(LiveCertificates live) {
		this.keyManager = new SniKeyManager(live);
	}

	/**
	 * Return the key manager, which follows what is served.
	 * @return the key manager
	 */
	public X509ExtendedKeyManager keyManager() {
		return this.keyManager;
	}

	/**
	 * Make the SSL context of a server.
	 * @param trust who decides about client certificates
	 * @return the context
	 */
	public SSLContext createSslContext(TrustManager trust) {
		try {
			SSLContext context = SSLContext.getInstance(SslBundle.DEFAULT_PROTOCOL);
			context.init(new KeyManager[] { this.keyManager }, new TrustManager[] { trust }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JDK has no TLS", ex);
		}
	}

	/**
	 * Return the registry that has the bundle under {@link #NAME}, and nothing else.
	 * @param options the protocols and ciphers to limit the server to
	 * @return the registry
	 */
	public SslBundles registry(SslOptions options) {
		return new DefaultSslBundleRegistry(NAME,
				SslBundle.of(null, null, options, null, new LiveSslManagerBundle(this.keyManager)));
	}

}
