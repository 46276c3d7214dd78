package com.example.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;

import dev.autohttps.test.Pebble;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that trust Pebble and nobody else, and look at the name in the certificate.
 */
final class Clients {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Scene scene;

	private final SSLContext trust;

	private final Map<Version, HttpClient> keptAlive = new ConcurrentHashMap<>();

	private Clients(Scene scene, SSLContext trust) {
		this.scene = scene;
		this.trust = trust;
	}

	static Clients of(Scene scene) {
		return new Clients(scene, trusting(scene.pebble()));
	}

	private static SSLContext trusting(Pebble pebble) {
		try {
			KeyStore roots = KeyStore.getInstance("PKCS12");
			roots.load(null, null);
			roots.setCertificateEntry("root", pebble.root());
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(roots);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return a client that keeps its connections.
	 */
	HttpClient http(Version version) {
		return this.keptAlive.computeIfAbsent(version,
				(key) -> HttpClient.newBuilder().sslContext(this.trust).version(key).connectTimeout(PATIENCE).build());
	}

	TlsConnection connect(String name) throws IOException {
		return connect(name, "127.0.0.1");
	}

	/**
	 * Open a connection that resumes no session, so that a certificate is sent.
	 */
	TlsConnection connect(String name, String from) throws IOException {
		return TlsConnection.open(trusting(this.scene.pebble()), name + ".localhost", this.scene.ports().https(), from);
	}

	/**
	 * Return what those are shown who ask for a name and trust anybody.
	 */
	X509Certificate served(String name) throws GeneralSecurityException, IOException {
		SSLContext anybody = SSLContext.getInstance("TLS");
		anybody.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
		try (TlsConnection connection = TlsConnection.open(anybody, name + ".localhost", this.scene.ports().https(),
				"127.0.0.1")) {
			return connection.certificate();
		}
	}

	HttpRequest.Builder request(String name, String path) {
		return HttpRequest.newBuilder(URI.create(this.scene.url(name, path))).timeout(PATIENCE);
	}

	HttpResponse<String> get(Version version, String name, String path, String... headers)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = request(name, path);
		if (headers.length > 0) {
			request.headers(headers);
		}
		HttpResponse<String> response = http(version).send(request.build(), BodyHandlers.ofString());
		if (response.version() != version) {
			throw new IllegalStateException(response.version() + " was spoken");
		}
		return response;
	}

	JsonNode json(Version version, String name, String path, String... headers)
			throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(get(version, name, path, headers).body());
	}

	static X509Certificate certificate(HttpResponse<?> response) throws SSLPeerUnverifiedException {
		return (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
	}

}
