package dev.autohttps.ssl;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * The TLS of one server, for life: who chooses the certificate, who decides about
 * clients, and the contexts over both.
 */
public final class ServerTls {

	/**
	 * The name of the bundle in the registry that the server is given.
	 */
	static final String BUNDLE = "https";

	private final LiveKeyManager keyManager;

	private final X509TrustManager trustManager;

	private final SslOptions options;

	private final @Nullable Predicate<@Nullable String> known;

	private final DefaultSslBundleRegistry registry;

	private final List<Runnable> forgetful = new CopyOnWriteArrayList<>();

	ServerTls(LiveKeyManager keyManager, X509TrustManager trustManager, SslOptions options,
			@Nullable Predicate<@Nullable String> known) {
		this.keyManager = keyManager;
		this.trustManager = trustManager;
		this.options = options;
		this.known = known;
		this.registry = new DefaultSslBundleRegistry(BUNDLE, bundle());
	}

	/**
	 * Return the key manager, which follows what is served.
	 * @return the key manager
	 */
	public X509ExtendedKeyManager keyManager() {
		return this.keyManager;
	}

	/**
	 * Return who decides about client certificates.
	 * @return the trust manager
	 */
	public X509TrustManager trustManager() {
		return this.trustManager;
	}

	/**
	 * Make a context. A server needs one for life: another one would know no session and
	 * no ticket of the first.
	 * @param applicationProtocols the protocols that its engines choose from (ALPN, RFC
	 * 7301), by preference; none leaves that to the server
	 * @return the context
	 */
	public SSLContext createContext(String... applicationProtocols) {
		ServerSslContext context = ServerSslContext.of(this::engines,
				(engine) -> prepare(engine, applicationProtocols));
		this.forgetful.add(context::forgetSessions);
		return context;
	}

	/**
	 * Let the server's own context be made anew whenever sessions are forgotten: for a
	 * server that makes one of the bundle.
	 */
	public void remakeOwnContext() {
		this.forgetful.add(() -> this.registry.updateBundle(BUNDLE, bundle()));
	}

	/**
	 * Be told when sessions are to be forgotten: for a server that keeps some itself.
	 * @param listener forgets them
	 */
	public void onForgetSessions(Runnable listener) {
		this.forgetful.add(listener);
	}

	/**
	 * Forget every session and the keys of all tickets, after a private key became known
	 * to others. Connections that are open stay so.
	 */
	void forgetSessions() {
		this.forgetful.forEach(Runnable::run);
	}

	/**
	 * Return whether a client that asks for a name is let in.
	 * @param serverName the name as the client sent it (RFC 6066 section 3), or
	 * {@code null} for none
	 * @return whether it is; if not, the engines of a context send the alert
	 */
	public boolean accepts(@Nullable String serverName) {
		return this.known == null || this.known.test(serverName);
	}

	/**
	 * Choose the certificate by what a client has said that it can verify, where the
	 * engine takes no heed of that: those of the JDK do.
	 * @param hello what the client has said
	 * @param engine the engine that is about to answer
	 */
	public void heed(ClientHello hello, SSLEngine engine) {
		this.keyManager.heed(hello, engine);
	}

	/**
	 * Return the versions of TLS that the server speaks.
	 * @return the versions
	 */
	public String @Nullable [] protocols() {
		return this.options.getEnabledProtocols();
	}

	/**
	 * Return a registry that has what the server reads of a bundle, and nothing else: so
	 * that nothing that Boot does when a bundle is updated reaches the server.
	 */
	SslBundles registry() {
		return this.registry;
	}

	private SslBundle bundle() {
		SslManagerBundle managers = SslManagerBundle.of(new FixedKeyManagerFactory(this.keyManager),
				new FixedTrustManagerFactory(this.trustManager));
		return SslBundle.of(null, null, this.options, null, managers);
	}

	private SSLContext engines() {
		try {
			SSLContext context = SSLContext.getInstance(SslBundle.DEFAULT_PROTOCOL);
			context.init(new KeyManager[] { this.keyManager }, new TrustManager[] { this.trustManager }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JDK has no TLS", ex);
		}
	}

	private void prepare(SSLEngine engine, String... applicationProtocols) {
		SSLParameters parameters = engine.getSSLParameters();
		if (applicationProtocols.length != 0) {
			parameters.setApplicationProtocols(applicationProtocols);
		}
		if (this.known != null) {
			parameters.setSNIMatchers(List.of(new KnownNames(this::accepts)));
		}
		engine.setSSLParameters(parameters);
	}

	private boolean accepts(SNIServerName name) {
		return accepts(LiveKeyManager.hostName(name));
	}

}
