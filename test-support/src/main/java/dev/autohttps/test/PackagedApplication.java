package dev.autohttps.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * An application as it is delivered: a jar that runs in a process of its own, on ports
 * and with a store that nobody else has.
 */
public final class PackagedApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

	private final int port;

	private final int plainPort;

	private final List<String> output = new CopyOnWriteArrayList<>();

	private final LocalProgram program;

	private PackagedApplication(int port, int plainPort, List<String> command) {
		this.port = port;
		this.plainPort = plainPort;
		try {
			this.program = new LocalProgram(new ProcessBuilder(command).redirectErrorStream(true).start(),
					"packaged application", this.output::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start an application.
	 * @param jar the jar
	 * @param store the directory of its store
	 * @param options what the JVM is told, such as {@code -Dspring.aot.enabled=true}
	 * @param properties how it is configured, each {@code name=value}; unless
	 * {@code server.port} and {@code https.http.port} are among them they are any that
	 * are free
	 * @return the application, which may not be ready yet
	 */
	public static PackagedApplication start(Path jar, Path store, List<String> options, List<String> properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--https.store.directory=" + store, "--https.local.mkcert=false"));
		int port = port("server.port=", properties, arguments);
		int plainPort = port("https.http.port=", properties, arguments);
		properties.forEach((property) -> arguments.add("--" + property));
		return new PackagedApplication(port, plainPort, command(options, jar, arguments));
	}

	/**
	 * Run a jar for something else, such as to extract what is in it.
	 * @param options what the JVM is told
	 * @param jar the jar
	 * @param arguments what the jar is told
	 * @return the process, which has no port
	 */
	public static PackagedApplication run(List<String> options, Path jar, List<String> arguments) {
		return new PackagedApplication(0, 0, command(options, jar, arguments));
	}

	private static List<String> command(List<String> options, Path jar, List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
		command.addAll(options);
		command.addAll(List.of("-jar", jar.toString()));
		command.addAll(arguments);
		return command;
	}

	private static int port(String name, List<String> properties, List<String> arguments) {
		return properties.stream()
			.filter((one) -> one.startsWith(name))
			.map((one) -> Integer.valueOf(one.substring(name.length())))
			.findFirst()
			.orElseGet(() -> {
				int port = Ports.free();
				arguments.add("--" + name + port);
				return port;
			});
	}

	/**
	 * Wait until the output has a line with a text.
	 * @param text the text
	 * @return this
	 * @throws IllegalStateException if the process ends without, or takes too long
	 */
	public PackagedApplication await(String text) {
		await("'" + text + "' in its output", () -> this.output.stream().anyMatch((line) -> line.contains(text)));
		return this;
	}

	/**
	 * Wait for a condition, as long as the process runs.
	 * @param what what is waited for
	 * @param condition the condition
	 * @throws IllegalStateException if the process ends before, or takes too long
	 */
	public void await(String what, BooleanSupplier condition) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			// The last lines may come after the end.
			boolean running = this.program.isRunning();
			if (!running) {
				this.program.await();
			}
			if (condition.getAsBoolean()) {
				return;
			}
			if (!running || System.nanoTime() > end) {
				throw new IllegalStateException("Not seen: " + what + "\n" + String.join("\n", this.output));
			}
			pause();
		}
	}

	/**
	 * Wait until the process has ended by itself.
	 * @return how it ended, 0 for success
	 */
	public int awaitEnd() {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (this.program.isRunning() && System.nanoTime() < end) {
			pause();
		}
		return this.program.await();
	}

	private static void pause() {
		try {
			Thread.sleep(LOOK_AGAIN.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for an application", ex);
		}
	}

	/**
	 * Return what it has printed.
	 * @return all lines so far
	 */
	public List<String> output() {
		return this.output;
	}

	/**
	 * Return the port of the server.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Return the plain port.
	 * @return the port
	 */
	public int plainPort() {
		return this.plainPort;
	}

	/**
	 * Ask it something.
	 * @param uri what to ask for
	 * @param root the certificate that is trusted, as PEM, or {@code null} where nothing
	 * is encrypted
	 * @param accept what kind of answer is wanted, or {@code null} for any
	 * @return the answer, which may be a redirect
	 * @throws IOException if there is none, or one that is not to be trusted
	 */
	public static HttpResponse<String> get(String uri, @Nullable Path root, @Nullable String accept)
			throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
		if (accept != null) {
			request.header("Accept", accept);
		}
		HttpClient.Builder client = HttpClient.newBuilder();
		return send(((root != null) ? client.sslContext(trusting(root)) : client).build(), request);
	}

	private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws IOException {
		try {
			return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while waiting for an answer", ex);
		}
	}

	private static SSLContext trusting(Path root) throws IOException {
		try (InputStream pem = Files.newInputStream(root)) {
			KeyStore roots = KeyStore.getInstance("PKCS12");
			roots.load(null, null);
			roots.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(roots);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(root + " cannot be trusted", ex);
		}
	}

	/**
	 * Kill it. When this returns its ports are free.
	 */
	@Override
	public void close() {
		this.program.stop();
	}

}
