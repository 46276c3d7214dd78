package dev.autohttps.test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A packaged application that was processed ahead of time, with two certificates from a
 * Pebble of its own, each over the challenge of another port: one for 127.0.0.1, where it
 * is asked, and one for {@code tls.test}.
 */
public final class PackagedAtPebble implements AutoCloseable {

	private final Pebble pebble;

	private final PackagedApplication application;

	private PackagedAtPebble(Pebble pebble, PackagedApplication application) {
		this.pebble = pebble;
		this.application = application;
	}

	/**
	 * Start both.
	 * @param jar the jar of the application
	 * @param store the directory of its store
	 * @return the application, which may not be ready yet
	 */
	public static PackagedAtPebble start(Path jar, Path store) {
		Pebble pebble = Pebble.builder().start();
		List<String> properties = List.of("https.issuer=acme", "https.acme.server=" + pebble.directoryUrl(),
				"https.acme.terms-of-service-agreed=true", "https.acme.ssl.bundle=pebble",
				"spring.ssl.bundle.pem.pebble.truststore.certificate=" + pebble.trustPem().toUri(),
				"https.http.port=" + pebble.httpPort(), "server.port=" + pebble.tlsPort(),
				"https.certificates.http.domains=127.0.0.1", "https.default-certificate=http",
				"https.certificates.http.challenges=http-01", "https.certificates.tls.domains=tls.test",
				"https.certificates.tls.challenges=tls-alpn-01");
		try {
			return new PackagedAtPebble(pebble,
					PackagedApplication.start(jar, store, List.of("-Dspring.aot.enabled=true"), properties));
		}
		catch (RuntimeException ex) {
			pebble.close();
			throw ex;
		}
	}

	/**
	 * Return the application itself.
	 * @return the application
	 */
	public PackagedApplication application() {
		return this.application;
	}

	/**
	 * Wait until both certificates are served.
	 */
	public void awaitCertificates() {
		this.application.await("two certificates", () -> valid() == 2);
	}

	/**
	 * Ask it something over HTTPS, trusting Pebble's root alone.
	 * @param path what to ask for
	 * @param accept what kind of answer is wanted, or {@code null} for any
	 * @return the answer
	 * @throws IOException if there is none, or one that is not to be trusted
	 */
	public HttpResponse<String> get(String path, @Nullable String accept) throws IOException {
		return PackagedApplication.get("https://127.0.0.1:" + this.application.port() + path, this.pebble.rootPem(),
				accept);
	}

	@Override
	public void close() {
		try {
			this.application.close();
		}
		finally {
			this.pebble.close();
		}
	}

	private int valid() {
		try {
			return get("/actuator/certificates", null).body().split("\"VALID\"").length - 1;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
