package dev.autohttps.ssl;

import java.util.Collection;
import java.util.Set;

import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import dev.autohttps.certificate.CertificateIndex;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.LiveCertificates;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.Ssl.ClientAuth;
import org.springframework.boot.web.server.WebServerSslBundle;

/**
 * Gives web servers our TLS, and keeps what {@code server.ssl} says: also that a server
 * is to have a key of its own, or no TLS.
 */
public final class ServerTlsConfigurer {

	private static final Log logger = LogFactory.getLog(ServerTlsConfigurer.class);

	private final LiveCertificates live;

	private final ChallengeCertificates challenges;

	private final Set<String> names;

	private final boolean rejectUnknown;

	/**
	 * Create a new configurer.
	 * @param live what is served
	 * @param challenges what a CA is shown that asks
	 * @param names the names of the certificates, which are those of their bundles
	 * @param rejectUnknown whether clients are rejected that ask for a name that is not
	 * served
	 */
	public ServerTlsConfigurer(LiveCertificates live, ChallengeCertificates challenges, Collection<String> names,
			boolean rejectUnknown) {
		this.live = live;
		this.challenges = challenges;
		this.names = Set.copyOf(names);
		this.rejectUnknown = rejectUnknown;
	}

	/**
	 * Give the server of the application our TLS, unless it is to have its own or none.
	 * @param factory makes the server
	 * @return what it was given, or {@code null} for nothing
	 */
	public @Nullable ServerTls configure(AbstractConfigurableWebServerFactory factory) {
		Ssl ssl = factory.getSsl();
		if (ssl != null && !ssl.isEnabled()) {
			logger.info("server.ssl.enabled is false, so the server's port is left without TLS");
			return null;
		}
		if (ssl != null && hasOwnKey(ssl, this.names)) {
			logger.info("server.ssl names a key of its own, so the server's port is left to it; the certificates "
					+ this.names + " are kept as SSL bundles of these names");
			return null;
		}
		return give(factory, ssl);
	}

	/**
	 * Give a server beside that of the application our TLS, if it is to have one of our
	 * certificates.
	 * @param factory makes the server
	 * @return what it was given, or {@code null} for nothing
	 */
	public @Nullable ServerTls configureOther(AbstractConfigurableWebServerFactory factory) {
		Ssl ssl = factory.getSsl();
		return (ssl != null && ssl.isEnabled() && !hasOwnKey(ssl, this.names)) ? give(factory, ssl) : null;
	}

	/**
	 * Return whether a server is to have a key that is none of ours.
	 * @param ssl what the server is configured with
	 * @param names the names of our certificates
	 * @return whether it is
	 */
	public static boolean hasOwnKey(Ssl ssl, Collection<String> names) {
		return (ssl.getBundle() != null && !names.contains(ssl.getBundle())) || ssl.getKeyStore() != null
				|| ssl.getCertificate() != null || !ssl.getServerNameBundles().isEmpty();
	}

	/**
	 * Return whether a server speaks a version of TLS.
	 * @param ssl what the server is configured with, or {@code null} for nothing
	 * @param protocol the version, such as {@code TLSv1.3}
	 * @return whether it does
	 */
	public static boolean speaks(@Nullable Ssl ssl, String protocol) {
		return StrongTls.speaks(ssl, protocol);
	}

	private ServerTls give(AbstractConfigurableWebServerFactory factory, @Nullable Ssl configured) {
		String bundle = (configured != null) ? configured.getBundle() : null;
		ServerTls tls = new ServerTls(keyManager(bundle), trust(configured), StrongTls.options(configured),
				(this.rejectUnknown && bundle == null) ? this::isKnown : null);
		Ssl ssl = Ssl.forBundle(ServerTls.BUNDLE);
		if (configured != null) {
			ssl.setClientAuth(configured.getClientAuth());
		}
		factory.setSsl(ssl);
		factory.setSslBundles(tls.registry());
		this.live.onForget(tls::forgetSessions);
		return tls;
	}

	private LiveKeyManager keyManager(@Nullable String bundle) {
		return (bundle != null) ? new BundleKeyManager(this.live, bundle, this.challenges)
				: new SniKeyManager(this.live, this.challenges);
	}

	/**
	 * Each of our names has a certificate, if only a placeholder, from the start: so that
	 * no challenge need be looked up, which might read the store.
	 */
	private boolean isKnown(@Nullable String serverName) {
		if (serverName == null) {
			return true;
		}
		String name = Domain.normalize(serverName);
		String address = (name != null) ? ReverseName.address(name) : null;
		CertificateIndex index = this.live.current();
		return (name != null && !index.findExactly(name).isEmpty())
				|| (address != null && !index.findExactly(address).isEmpty());
	}

	/**
	 * The context must have the trust of client certificates too: not every server reads
	 * it from the bundle.
	 */
	private static X509TrustManager trust(@Nullable Ssl ssl) {
		if (ssl == null || ssl.getClientAuth() == null || ssl.getClientAuth() == ClientAuth.NONE) {
			return new NoClientCertificates();
		}
		Ssl trusting = withoutKey(ssl);
		if (trusting.getTrustCertificate() == null && trusting.getTrustStore() == null) {
			throw new InvalidConfigurationPropertyValueException("server.ssl.client-auth", ssl.getClientAuth(),
					"Nothing says which client certificates to trust: set server.ssl.trust-certificate or "
							+ "server.ssl.trust-store.");
		}
		for (TrustManager trust : WebServerSslBundle.get(trusting).getManagers().getTrustManagers()) {
			if (trust instanceof X509TrustManager x509) {
				return x509;
			}
		}
		throw new IllegalStateException("The JDK has no X.509 trust");
	}

	/**
	 * Where a bundle is named Boot reads nothing else, and those of ours have no trust.
	 */
	private static Ssl withoutKey(Ssl ssl) {
		Ssl trust = new Ssl();
		trust.setTrustCertificate(ssl.getTrustCertificate());
		trust.setTrustCertificatePrivateKey(ssl.getTrustCertificatePrivateKey());
		trust.setTrustStore(ssl.getTrustStore());
		trust.setTrustStorePassword(ssl.getTrustStorePassword());
		trust.setTrustStoreProvider(ssl.getTrustStoreProvider());
		trust.setTrustStoreType(ssl.getTrustStoreType());
		return trust;
	}

}
