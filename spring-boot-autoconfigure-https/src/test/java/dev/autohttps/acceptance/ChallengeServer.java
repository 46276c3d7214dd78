package dev.autohttps.acceptance;

import java.io.IOException;
import java.net.InetAddress;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A TLS server of the JDK alone that shakes hands and hangs up, as one does after
 * {@code acme-tls/1}.
 */
final class ChallengeServer implements AutoCloseable {

	private final SSLServerSocket server;

	private ChallengeServer(SSLServerSocket server) {
		this.server = server;
	}

	static ChallengeServer start(int port, X509ExtendedKeyManager keyManager, String... protocols) throws Exception {
		return start(InetAddress.getLoopbackAddress(), port, keyManager, protocols);
	}

	static ChallengeServer start(InetAddress address, int port, X509ExtendedKeyManager keyManager, String... protocols)
			throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(new KeyManager[] { keyManager }, null, null);
		SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(port, 50, address);
		SSLParameters parameters = server.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "acme-tls/1" });
		parameters.setProtocols(protocols);
		server.setSSLParameters(parameters);
		ChallengeServer started = new ChallengeServer(server);
		Thread thread = new Thread(started::serve, "challenge-server");
		thread.setDaemon(true);
		thread.start();
		return started;
	}

	private void serve() {
		while (!this.server.isClosed()) {
			try (SSLSocket socket = (SSLSocket) this.server.accept()) {
				socket.setSoTimeout(30_000);
				socket.startHandshake();
				// To close first might reset what the CA has yet to read.
				socket.getInputStream().read();
			}
			catch (IOException ex) {
				// The next one may have more luck.
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
