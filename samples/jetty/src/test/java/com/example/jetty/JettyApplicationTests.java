package com.example.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class JettyApplicationTests {

	@TempDir
	static Path store;

	@LocalServerPort
	private int port;

	@Value("${local.https.http-port}")
	private int plainPort;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry registry) {
		registry.add("https.store.directory", store::toString);
	}

	@Test
	void servesOverHttpsWithACertificateOfTheLocalCa() throws Exception {
		HttpResponse<String> answer = get("https://localhost:" + this.port + "/");
		assertThat(answer.body()).isEqualTo("Hello over HTTPS from Jetty");
		assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
	}

	@Test
	void tellsWhichCertificateServesItAndWhenThatRenews() throws Exception {
		assertThat(get("https://localhost:" + this.port + "/actuator/certificates").body()).contains("\"VALID\"")
			.contains("\"localhost\"")
			.contains("\"nextAttempt\"");
	}

	@Test
	void redirectsPlainHttp() throws Exception {
		HttpResponse<String> answer = get("http://localhost:" + this.plainPort + "/somewhere?a=b");
		assertThat(answer.statusCode()).isEqualTo(307);
		assertThat(answer.headers().firstValue("Location"))
			.hasValue("https://localhost:" + this.port + "/somewhere?a=b");
	}

	private static HttpResponse<String> get(String uri) throws Exception {
		HttpClient client = HttpClient.newBuilder().sslContext(trustingTheLocalCa()).build();
		return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static SSLContext trustingTheLocalCa() throws GeneralSecurityException, IOException {
		KeyStore roots = KeyStore.getInstance("PKCS12");
		roots.load(null, null);
		try (InputStream root = Files.newInputStream(store.resolve("local/root.crt"))) {
			roots.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(root));
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(roots);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
