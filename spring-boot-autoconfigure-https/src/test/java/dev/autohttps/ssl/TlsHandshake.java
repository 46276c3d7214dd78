package dev.autohttps.ssl;

import java.net.Socket;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A handshake in memory between a client that trusts everybody and a server with a key
 * manager.
 */
final class TlsHandshake {

	private final SSLContext server;

	private final SSLContext client;

	private final String[] applicationProtocols;

	TlsHandshake(X509ExtendedKeyManager keyManager, String... applicationProtocols) throws Exception {
		this(SSLContext.getInstance("TLS"), applicationProtocols);
		this.server.init(new KeyManager[] { keyManager }, new TrustManager[] { new NoClientCertificates() }, null);
	}

	/**
	 * Shake hands with a server.
	 * @param server its context
	 * @param applicationProtocols what it speaks, none for no ALPN
	 */
	TlsHandshake(SSLContext server, String... applicationProtocols) throws Exception {
		this.server = server;
		this.client = SSLContext.getInstance("TLS");
		this.client.init(null, new TrustManager[] { new TrustEverybody() }, null);
		this.applicationProtocols = applicationProtocols;
	}

	/**
	 * Return what the server presents to a client.
	 * @param protocol the protocol that the client speaks
	 * @param serverName the name that it asks for, or {@code null}
	 * @return the server's own certificate
	 */
	X509Certificate leaf(String protocol, String serverName) throws Exception {
		return leaf(protocol, serverName, (parameters) -> {
		});
	}

	X509Certificate leaf(String protocol, String serverName, Consumer<SSLParameters> customizer) throws Exception {
		return connect(this.client.createSSLEngine(), protocol, serverName, customizer).leaf();
	}

	/**
	 * Connect as a client that remembers no session.
	 */
	TlsConnection connect(String protocol, String serverName) throws Exception {
		return connect(this.client.createSSLEngine(), protocol, serverName, (parameters) -> {
		});
	}

	/**
	 * Connect as a client that remembers sessions.
	 */
	TlsConnection reconnect(String protocol, String serverName) throws Exception {
		return connect(this.client.createSSLEngine(serverName, 443), protocol, serverName, (parameters) -> {
		});
	}

	private TlsConnection connect(SSLEngine client, String protocol, String serverName,
			Consumer<SSLParameters> customizer) throws Exception {
		client.setUseClientMode(true);
		SSLParameters parameters = client.getSSLParameters();
		parameters.setProtocols(new String[] { protocol });
		if (serverName != null) {
			parameters.setServerNames(List.of(new SNIHostName(serverName)));
		}
		customizer.accept(parameters);
		client.setSSLParameters(parameters);
		SSLEngine engine = this.server.createSSLEngine();
		engine.setUseClientMode(false);
		SSLParameters offered = engine.getSSLParameters();
		offered.setApplicationProtocols(this.applicationProtocols);
		engine.setSSLParameters(offered);
		TlsConnection connection = new TlsConnection(client, engine);
		connection.shakeHands();
		return connection;
	}

	/**
	 * Speak an application protocol.
	 */
	static Consumer<SSLParameters> speaking(String applicationProtocol) {
		return (parameters) -> parameters.setApplicationProtocols(new String[] { applicationProtocol });
	}

	/**
	 * Refuse all algorithms with a name that begins like this, such as {@code ecdsa}.
	 */
	static Consumer<SSLParameters> without(String signatures) {
		return (parameters) -> parameters.setAlgorithmConstraints(new AlgorithmConstraints() {

			@Override
			public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
				return !algorithm.toLowerCase(Locale.ROOT).startsWith(signatures);
			}

			@Override
			public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
				return true;
			}

			@Override
			public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, Key key,
					AlgorithmParameters parameters) {
				return permits(primitives, algorithm, parameters);
			}

		});
	}

	private static final class TrustEverybody extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
