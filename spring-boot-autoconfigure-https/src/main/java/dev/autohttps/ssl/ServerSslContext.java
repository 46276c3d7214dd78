package dev.autohttps.ssl;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The SSL context that a server holds for life: it prepares every engine in one place,
 * and can change what makes them without the server's noticing.
 */
final class ServerSslContext extends SSLContext {

	private final Spi spi;

	private ServerSslContext(Spi spi, SSLContext first) {
		super(spi, first.getProvider(), first.getProtocol());
		this.spi = spi;
	}

	/**
	 * Create a new context.
	 * @param engines makes the context that makes the engines
	 * @param preparation what every engine of a server is prepared with
	 * @return the context
	 */
	static ServerSslContext of(Supplier<SSLContext> engines, EnginePreparation preparation) {
		SSLContext first = engines.get();
		return new ServerSslContext(new Spi(engines, preparation, first), first);
	}

	/**
	 * Forget every session and the keys of all tickets, after a private key became known
	 * to others: who holds a session would go on with it for up to a day. Connections
	 * that are open stay so.
	 */
	void forgetSessions() {
		this.spi.replaceDelegate();
	}

	/**
	 * Prepares an engine before the server sets what it wants itself.
	 */
	interface EnginePreparation {

		void prepare(SSLEngine engine);

	}

	private static final class Spi extends SSLContextSpi {

		private final Supplier<SSLContext> engines;

		private final EnginePreparation preparation;

		private volatile SSLContext delegate;

		private Spi(Supplier<SSLContext> engines, EnginePreparation preparation, SSLContext delegate) {
			this.engines = engines;
			this.preparation = preparation;
			this.delegate = delegate;
		}

		private void replaceDelegate() {
			this.delegate = this.engines.get();
		}

		@Override
		protected void engineInit(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust,
				@Nullable SecureRandom random) throws KeyManagementException {
			throw new KeyManagementException("This context is in use");
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			return prepared(this.delegate.createSSLEngine());
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			return prepared(this.delegate.createSSLEngine(host, port));
		}

		private SSLEngine prepared(SSLEngine engine) {
			engine.setUseClientMode(false);
			this.preparation.prepare(engine);
			return engine;
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			return this.delegate.getSocketFactory();
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			return this.delegate.getServerSocketFactory();
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			return this.delegate.getServerSessionContext();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			return this.delegate.getClientSessionContext();
		}

		@Override
		protected SSLParameters engineGetDefaultSSLParameters() {
			return this.delegate.getDefaultSSLParameters();
		}

		@Override
		protected SSLParameters engineGetSupportedSSLParameters() {
			return this.delegate.getSupportedSSLParameters();
		}

	}

}
