package dev.autohttps;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.Pem;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A real application on ports of its own, with clients that trust its local CA.
 */
public final class RunningApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Path store;

	private final HttpClient client;

	private RunningApplication(ConfigurableApplicationContext context, Path store) {
		this.context = context;
		this.store = store;
		this.client = client().build();
	}

	/**
	 * Start an application, on random ports unless it says otherwise.
	 * @param store where keys and certificates are kept, never the user's own
	 * @param source what it is made of
	 * @param properties what it is configured with, each {@code name=value}
	 * @return the application
	 */
	public static RunningApplication start(Path store, Class<?> source, String... properties) {
		return start(store, List.of(source), properties);
	}

	public static RunningApplication start(Path store, List<Class<?>> sources, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--https.store.directory=" + store,
				"--spring.main.banner-mode=off", "--spring.main.register-shutdown-hook=false"));
		if (Arrays.stream(properties).noneMatch((property) -> property.startsWith("https.local.mkcert="))) {
			arguments.add("--https.local.mkcert=false");
		}
		if (Arrays.stream(properties).noneMatch((property) -> property.startsWith("server.port="))) {
			arguments.add("--server.port=0");
		}
		Arrays.stream(properties).map((property) -> "--" + property).forEach(arguments::add);
		return new RunningApplication(
				new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).run(arguments.toArray(String[]::new)),
				store);
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	public int plainPort() {
		return this.context.getEnvironment().getRequiredProperty("local.https.http-port", Integer.class);
	}

	/**
	 * Ask over HTTPS.
	 * @param path path and query
	 * @return the answer
	 */
	public HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(https(path)));
	}

	/**
	 * Ask over plain HTTP.
	 * @param path path and query
	 * @return the answer
	 */
	public HttpResponse<String> getPlain(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(plain(path)));
	}

	public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
	}

	public URI https(String path) {
		return URI.create("https://localhost:" + port() + path);
	}

	public URI plain(String path) {
		return URI.create("http://localhost:" + plainPort() + path);
	}

	/**
	 * Write to the plain port exactly what is given, which no HTTP client does.
	 * @param request the request, which must make the server close the connection
	 * @return all that comes back
	 */
	public String sayPlain(String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plainPort())) {
			return say(socket, request);
		}
	}

	/**
	 * Write to the server's own port exactly what is given.
	 * @param request the request, which must make the server close the connection
	 * @return all that comes back
	 */
	public String say(String request) throws IOException {
		try (Socket socket = trust().getSocketFactory().createSocket("localhost", port())) {
			return say(socket, request);
		}
	}

	public static String say(Socket socket, String request) throws IOException {
		socket.setSoTimeout(60_000);
		socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
		InputStream answer = socket.getInputStream();
		return new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return an HTTP client that trusts the local CA and follows no redirect.
	 * @return the builder of the client
	 */
	public HttpClient.Builder client() {
		return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust());
	}

	public SSLContext trust(KeyManager... keys) {
		try {
			KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
			roots.load(null, null);
			Path root = this.store.resolve("local/root.crt");
			if (Files.exists(root)) {
				roots.setCertificateEntry("root", Pem.certificates(Files.readString(root)).get(0));
			}
			return trusting(roots, keys);
		}
		catch (GeneralSecurityException | IOException | InvalidCertificateException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static SSLContext trusting(KeyStore roots, KeyManager... keys) throws GeneralSecurityException {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(roots);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys, trust.getTrustManagers(), null);
		return context;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
