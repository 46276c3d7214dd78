package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

import dev.autohttps.EchoController;
import dev.autohttps.RunningApplication;
import dev.autohttps.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.restclient.autoconfigure.RestClientSsl;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the clients of an application trust that use the SSL bundle {@code https-trust}.
 */
class ClientTrustTests {

	@TempDir
	private Path store;

	@TempDir
	private Path elsewhere;

	@Test
	void applicationsOfOneStoreTrustEachOtherFromTheFirstStart() throws Exception {
		try (RunningApplication one = application(this.store); RunningApplication other = application(this.store)) {
			assertThat(get(one, one.https("/").toString()).statusCode()).isEqualTo(200);
			assertThat(get(one, other.https("/").toString()).statusCode()).isEqualTo(200);
			assertThat(get(other, "https://127.0.0.1:" + one.port() + "/").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void bootsClientsTakeTheBundleByItsProperty() throws Exception {
		try (RunningApplication one = application(this.store);
				RunningApplication other = application(this.store, "spring.http.clients.ssl.bundle=https-trust")) {
			String uri = one.https("/").toString();
			assertThat(other.bean(RestClient.Builder.class).build().get().uri(uri).retrieve().body(String.class))
				.isNotEmpty();
			assertThat(other.bean(WebClient.Builder.class)
				.build()
				.get()
				.uri(uri)
				.retrieve()
				.bodyToMono(String.class)
				.block(Duration.ofSeconds(20))).isNotEmpty();
		}
	}

	@Test
	void aSingleClientTakesTheBundleByItsName() throws Exception {
		try (RunningApplication one = application(this.store); RunningApplication other = application(this.store)) {
			RestClient.Builder builder = other.bean(RestClient.Builder.class);
			String uri = one.https("/").toString();
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> builder.build().get().uri(uri).retrieve().toBodilessEntity());
			RestClient trusting = builder.apply(other.bean(RestClientSsl.class).fromBundle("https-trust")).build();
			assertThat(trusting.get().uri(uri).retrieve().toBodilessEntity().getStatusCode().value()).isEqualTo(200);
		}
	}

	@Test
	void aNameThatIsNotInTheCertificateIsRefused() throws Exception {
		try (RunningApplication application = application(this.store)) {
			assertThatExceptionOfType(SSLHandshakeException.class)
				.isThrownBy(() -> get(application, "https://127.0.0.2:" + application.port() + "/"))
				.withMessageContaining("127.0.0.2");
		}
	}

	@Test
	void theLocalCaOfAnotherStoreIsNotTrusted() throws Exception {
		try (RunningApplication one = application(this.store); RunningApplication other = application(this.elsewhere)) {
			assertThatExceptionOfType(SSLHandshakeException.class)
				.isThrownBy(() -> get(one, other.https("/").toString()));
		}
	}

	@Test
	void anApplicationWithoutLocalCertificatesDoesNotTrustTheLocalCa() throws Exception {
		try (RunningApplication one = application(this.store);
				RunningApplication other = application(this.store, "https.issuer=acme", "https.domains=shop.test",
						"https.acme.server=https://localhost:1/directory", "https.acme.terms-of-service-agreed=true",
						"https.acme.preflight=off")) {
			assertThatExceptionOfType(SSLHandshakeException.class)
				.isThrownBy(() -> get(other, one.https("/").toString()));
		}
	}

	private static RunningApplication application(Path store, String... properties) {
		return RunningApplication.start(store, List.of(TestApplication.class, EchoController.class), properties);
	}

	private static HttpResponse<String> get(RunningApplication by, String uri)
			throws IOException, InterruptedException {
		SSLContext trust = by.bean(SslBundles.class).getBundle("https-trust").createSslContext();
		HttpClient client = HttpClient.newBuilder().sslContext(trust).connectTimeout(Duration.ofSeconds(30)).build();
		return client.send(HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(60)).build(),
				BodyHandlers.ofString());
	}

}
