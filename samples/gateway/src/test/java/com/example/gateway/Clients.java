package com.example.gateway;

import java.io.IOException;
import java.math.BigInteger;
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

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;

import dev.autohttps.test.Pebble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that trust Pebble and nobody else, and look at the name in the certificate.
 */
final class Clients {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Scene scene;

	private final SSLContext trust;

	private Clients(Scene scene, SSLContext trust) {
		this.scene = scene;
		this.trust = trust;
	}

	/**
	 * Return as soon as all three domains are served with certificates of the CA.
	 */
	static Clients of(Scene scene) {
		Clients clients = new Clients(scene, trusting(scene.pebble()));
		for (String name : new String[] { "shop", "blog", "api" }) {
			clients.awaitTrusted(name);
		}
		return clients;
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

	void awaitTrusted(String name) {
		Await.until("a certificate for " + name, PATIENCE, () -> {
			try (TlsConnection connection = connect(name)) {
				return connection.certificate() != null;
			}
		});
	}

	SSLContext trust() {
		return this.trust;
	}

	/**
	 * Make a client with no connection yet.
	 */
	HttpClient http(Version version) {
		return HttpClient.newBuilder().sslContext(this.trust).version(version).connectTimeout(PATIENCE).build();
	}

	TlsConnection connect(String name) throws IOException {
		return connect(name, "127.0.0.1");
	}

	TlsConnection connect(String name, String from) throws IOException {
		return TlsConnection.open(this.trust, name + ".localhost", this.scene.ports().https(), from);
	}

	/**
	 * Return the serial number of what new connections get.
	 */
	BigInteger serial(String name) throws IOException {
		try (TlsConnection connection = connect(name)) {
			return connection.certificate().getSerialNumber();
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
