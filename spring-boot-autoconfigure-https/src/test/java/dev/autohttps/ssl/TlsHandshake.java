package dev.autohttps.ssl;

import java.net.Socket;
import java.nio.ByteBuffer;
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
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
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

	TlsHandshake(X509ExtendedKeyManager keyManager) throws Exception {
		this.server = SSLContext.getInstance("TLS");
		this.server.init(new KeyManager[] { keyManager }, new TrustManager[] { new NoClientCertificates() }, null);
	}

	TlsHandshake(SSLContext server) {
		this.server = server;
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
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { new TrustEverybody() }, null);
		SSLEngine client = context.createSSLEngine();
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
		shakeHands(client, engine);
		return (X509Certificate) client.getSession().getPeerCertificates()[0];
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

	private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
		ByteBuffer toServer = ByteBuffer.allocate(100_000);
		ByteBuffer toClient = ByteBuffer.allocate(100_000);
		client.beginHandshake();
		server.beginHandshake();
		for (int i = 0; i < 100 && !(isDone(client) && isDone(server)); i++) {
			step(client, toClient, toServer);
			step(server, toServer, toClient);
		}
		if (!isDone(client) || !isDone(server)) {
			throw new SSLException("The handshake does not end");
		}
	}

	private static boolean isDone(SSLEngine engine) {
		return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
	}

	private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
		ByteBuffer application = ByteBuffer.allocate(100_000);
		while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
			engine.wrap(ByteBuffer.allocate(0), out);
		}
		in.flip();
		SSLEngineResult.Status status = SSLEngineResult.Status.OK;
		while (in.hasRemaining() && status == SSLEngineResult.Status.OK && !isDone(engine)
				&& engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
			status = engine.unwrap(in, application).getStatus();
			Runnable task = engine.getDelegatedTask();
			for (; task != null; task = engine.getDelegatedTask()) {
				task.run();
			}
		}
		in.compact();
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
