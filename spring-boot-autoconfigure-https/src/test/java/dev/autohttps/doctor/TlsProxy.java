package dev.autohttps.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestCertificates;

/**
 * A server that ends TLS and knows nothing of acme-tls/1.
 */
final class TlsProxy implements AutoCloseable {

	private final SSLServerSocket socket;

	TlsProxy(String name) throws IOException, GeneralSecurityException {
		ServerCertificate certificate = TestCertificates.of(name);
		KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
		keys.load(null, null);
		keys.setKeyEntry("key", certificate.privateKey(), new char[0], certificate.chain().toArray(Certificate[]::new));
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, new char[0]);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		this.socket = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve, "tls-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void serve() {
		while (!this.socket.isClosed()) {
			try (SSLSocket client = (SSLSocket) this.socket.accept()) {
				client.startHandshake();
				client.getInputStream().read();
			}
			catch (IOException ex) {
				// The client has seen enough.
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
