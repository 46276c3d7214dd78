package dev.autohttps.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Pebble's two HTTPS interfaces as its keeper uses them.
 */
final class PebbleApi {

	private static final int PATIENCE_IN_MILLIS = 30_000;

	private final int apiPort;

	private final int managementPort;

	private final SSLSocketFactory sockets;

	PebbleApi(int apiPort, int managementPort, X509Certificate authority) {
		this.apiPort = apiPort;
		this.managementPort = managementPort;
		this.sockets = trusting(authority);
	}

	private static SSLSocketFactory trusting(X509Certificate authority) {
		try {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			store.setCertificateEntry("authority", authority);
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context.getSocketFactory();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Ask for the directory in a way that no ACME client does.
	 * @return whether it answered
	 */
	boolean probe() {
		try {
			HttpsURLConnection connection = open(this.apiPort, "/dir");
			connection.setRequestMethod("HEAD");
			return connection.getResponseCode() == HttpsURLConnection.HTTP_OK;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Fetch a certificate from the management interface.
	 * @param path its path, such as {@code /roots/0}
	 * @return the certificate
	 */
	X509Certificate certificate(String path) {
		try (InputStream body = open(this.managementPort, path).getInputStream()) {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(body.readAllBytes()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Fetch something from the management interface.
	 * @param path its path
	 * @return what it is
	 */
	String text(String path) {
		try {
			return body(open(this.managementPort, path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Tell the management interface something.
	 * @param path where
	 * @param json what
	 */
	void post(String path, String json) {
		try {
			HttpsURLConnection connection = open(this.managementPort, path);
			connection.setDoOutput(true);
			connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
			body(connection);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String body(HttpsURLConnection connection) throws IOException {
		try (InputStream body = connection.getInputStream()) {
			return new String(body.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * Connect to where ACME clients do.
	 * @return a connection, to close
	 * @throws IOException if there is none to be had
	 */
	Socket connect() throws IOException {
		return this.sockets.createSocket(InetAddress.getLoopbackAddress(), this.apiPort);
	}

	private HttpsURLConnection open(int port, String path) throws IOException {
		HttpsURLConnection connection = (HttpsURLConnection) URI.create("https://127.0.0.1:" + port + path)
			.toURL()
			.openConnection(Proxy.NO_PROXY);
		connection.setSSLSocketFactory(this.sockets);
		// No connection is kept: it would outlive the Pebble that it leads to.
		connection.setRequestProperty("Connection", "close");
		connection.setConnectTimeout(PATIENCE_IN_MILLIS);
		connection.setReadTimeout(PATIENCE_IN_MILLIS);
		return connection;
	}

}
