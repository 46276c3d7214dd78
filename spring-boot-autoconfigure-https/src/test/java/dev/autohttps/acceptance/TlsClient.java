package dev.autohttps.acceptance;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A client of HTTP/1.1 over TLS that sees each connection: which name it asked for, which
 * certificate it got, whether the session was resumed, and whether the server closed it.
 */
public final class TlsClient {

	private final SSLContext context;

	private TlsClient(TrustManager[] trust) throws GeneralSecurityException {
		this.context = SSLContext.getInstance("TLS");
		this.context.init(null, trust, null);
	}

	/**
	 * A client that trusts one root, and checks the host name.
	 */
	public static TlsClient trusting(X509Certificate root) {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setCertificateEntry("root", root);
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(store);
			return new TlsClient(factory.getTrustManagers());
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A client that trusts anybody, to look at what is served.
	 */
	public static TlsClient trustingAnybody() {
		try {
			return new TlsClient(new TrustManager[] { new Anybody() });
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public SSLContext context() {
		return this.context;
	}

	public Connection connect(int port, String name) throws IOException {
		return connect(port, name, "TLSv1.3");
	}

	public Connection connect(int port, String name, String protocol) throws IOException {
		return connect(port, name, (parameters) -> {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			parameters.setProtocols(new String[] { protocol });
		});
	}

	/**
	 * Connect in a way of one's own.
	 * @param port the port
	 * @param name the name to ask for, or {@code null} for none
	 * @param more what is set besides
	 */
	public Connection connect(int port, String name, Consumer<SSLParameters> more) throws IOException {
		long before = System.currentTimeMillis();
		Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
		plain.setSoTimeout(60_000);
		plain.setTcpNoDelay(true);
		SSLSocket socket = (SSLSocket) this.context.getSocketFactory()
			.createSocket(plain, (name != null) ? name : "", port, true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setServerNames((name != null) ? List.of(new SNIHostName(name)) : List.of());
		more.accept(parameters);
		socket.setSSLParameters(parameters);
		try {
			socket.startHandshake();
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
		return new Connection(socket, name, socket.getSession().getCreationTime() < before);
	}

	/**
	 * The certificate that a new client is shown.
	 */
	public static X509Certificate served(int port, String name) throws IOException {
		try (Connection connection = trustingAnybody().connect(port, name)) {
			return connection.certificate();
		}
	}

	/**
	 * One connection.
	 */
	public static final class Connection implements AutoCloseable {

		private final SSLSocket socket;

		private final String name;

		private final boolean resumed;

		private final InputStream in;

		private Connection(SSLSocket socket, String name, boolean resumed) throws IOException {
			this.socket = socket;
			this.name = name;
			this.resumed = resumed;
			this.in = new BufferedInputStream(socket.getInputStream());
		}

		public boolean isResumed() {
			return this.resumed;
		}

		public X509Certificate certificate() throws IOException {
			return (X509Certificate) this.socket.getSession().getPeerCertificates()[0];
		}

		/**
		 * The protocol that was agreed on by ALPN, empty if there is none.
		 */
		public String applicationProtocol() {
			return this.socket.getApplicationProtocol();
		}

		public String cipherSuite() {
			return this.socket.getSession().getCipherSuite();
		}

		/**
		 * Begin another handshake on the same connection, as TLS 1.2 lets a client do.
		 */
		public void negotiateAnew() throws IOException {
			this.socket.getSession().invalidate();
			this.socket.startHandshake();
		}

		/**
		 * Wait until the server closes the connection without a word.
		 */
		public boolean isClosedByServer() throws IOException {
			return this.in.read() < 0;
		}

		/**
		 * Send a GET and read the answer, whose body is returned.
		 */
		public String get(String path) throws IOException {
			String request = "GET " + path + " HTTP/1.1\r\nHost: " + ((this.name != null) ? this.name : "localhost")
					+ "\r\nAccept: */*\r\n\r\n";
			this.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			this.socket.getOutputStream().flush();
			String status = line();
			int length = -1;
			boolean chunked = false;
			for (String header = line(); !header.isEmpty(); header = line()) {
				String lower = header.toLowerCase(Locale.ROOT);
				if (lower.startsWith("content-length:")) {
					length = Integer.parseInt(lower.substring(15).strip());
				}
				chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
			}
			String body = chunked ? chunks() : new String(this.in.readNBytes(length), StandardCharsets.UTF_8);
			if (!status.startsWith("HTTP/1.1 200")) {
				throw new IOException("Answered " + status + ": " + body);
			}
			return body;
		}

		private String chunks() throws IOException {
			StringBuilder body = new StringBuilder();
			for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
				body.append(new String(this.in.readNBytes(size), StandardCharsets.UTF_8));
				line();
			}
			line();
			return body.toString();
		}

		private String line() throws IOException {
			StringBuilder line = new StringBuilder();
			for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
				if (c < 0) {
					throw new EOFException("The server closed the connection");
				}
				if (c != '\r') {
					line.append((char) c);
				}
			}
			return line.toString();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	private static final class Anybody extends X509ExtendedTrustManager {

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
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
