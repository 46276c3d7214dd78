package com.example.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A new TLS connection, over which anything can be sent: also what no client sends.
 */
final class TlsConnection implements AutoCloseable {

	private static final int PATIENCE_IN_MILLIS = 30_000;

	private final SSLSocket socket;

	private TlsConnection(SSLSocket socket) {
		this.socket = socket;
	}

	/**
	 * Open a connection.
	 * @param trust whom to trust
	 * @param host the name to ask for, and to find in the certificate
	 * @param port the port
	 * @param from the client's own address
	 */
	static TlsConnection open(SSLContext trust, String host, int port, String from) throws IOException {
		Socket plain = new Socket();
		try {
			plain.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
			plain.setSoTimeout(PATIENCE_IN_MILLIS);
			plain.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), PATIENCE_IN_MILLIS);
			SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true);
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			socket.setSSLParameters(parameters);
			socket.startHandshake();
			return new TlsConnection(socket);
		}
		catch (IOException | RuntimeException ex) {
			plain.close();
			throw ex;
		}
	}

	X509Certificate certificate() throws IOException {
		return (X509Certificate) this.socket.getSession().getPeerCertificates()[0];
	}

	/**
	 * Send a message with these lines and return all that comes until the gateway closes.
	 */
	String send(String... lines) throws IOException {
		String message = String.join("\r\n", lines) + "\r\n";
		this.socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
		InputStream answer = this.socket.getInputStream();
		return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
