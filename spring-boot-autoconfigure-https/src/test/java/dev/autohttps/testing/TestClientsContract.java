package dev.autohttps.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.autohttps.Certificates;
import dev.autohttps.certificate.ServerCertificate;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What the clients of a test do without any code of the user, whatever the server.
 */
@AutoConfigureTestRestTemplate
@AutoConfigureRestTestClient
@AutoConfigureWebTestClient(timeout = "30s")
abstract class TestClientsContract {

	@Autowired
	private TestRestTemplate template;

	@Autowired
	private RestTestClient client;

	@Autowired
	private WebTestClient webClient;

	@LocalServerPort
	private int port;

	@Value("${local.https.http-port}")
	private int plainPort;

	@Test
	void relativeAddressesReachTheApplicationOverHttps() {
		assertThat(clients()).allSatisfy((client) -> assertThat(client.apply("/hello")).contains("saw GET /hello"));
		assertThat(this.template.getRootUri()).isEqualTo("https://localhost:" + this.port);
	}

	@Test
	void everyNameOfTheCertificateIsTrusted() {
		assertThat(clients()).allSatisfy(
				(client) -> assertThat(client.apply("https://127.0.0.1:" + this.port + "/hello")).contains("saw GET"));
	}

	@Test
	void aNameThatIsNotInTheCertificateIsRefused() {
		assertThat(clients()).allSatisfy(
				(client) -> assertThat(catchThrowable(() -> client.apply("https://127.0.0.2:" + this.port + "/hello")))
					.satisfies(TestClientsContract::isAboutTls));
	}

	@Test
	void aCertificateThatTheApplicationDoesNotServeIsRefused() throws Exception {
		HttpsServer foreign = foreignServer();
		try {
			assertThat(clients()).allSatisfy((client) -> assertThat(
					catchThrowable(() -> client.apply("https://localhost:" + foreign.getAddress().getPort() + "/")))
				.satisfies(TestClientsContract::isAboutTls));
		}
		finally {
			foreign.stop(0);
		}
	}

	@Test
	void aTemplateWithOtherSettingsTrustsTheSame() {
		ResponseEntity<String> answer = this.template.withBasicAuth("user", "secret")
			.withRedirects(HttpRedirects.DONT_FOLLOW)
			.getForEntity("/hello", String.class);
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
	}

	@Test
	void thePlainPortRedirects() {
		ResponseEntity<String> answer = this.template.withRedirects(HttpRedirects.DONT_FOLLOW)
			.getForEntity("http://localhost:" + this.plainPort + "/hello", String.class);
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.TEMPORARY_REDIRECT);
		assertThat(answer.getHeaders().getLocation()).hasToString("https://localhost:" + this.port + "/hello");
	}

	@Test
	void aRedirectIsToEachClientWhatItIsToBootsOwn() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			boolean there = exchange.getRequestURI().getPath().equals("/there");
			exchange.getResponseHeaders().add("Location", "/there");
			exchange.sendResponseHeaders(there ? 200 : 302, -1);
			exchange.close();
		});
		server.start();
		try {
			String uri = "http://localhost:" + server.getAddress().getPort() + "/here";
			assertThat(status(this.client, uri)).isEqualTo(status(RestTestClient.bindToServer().build(), uri));
			assertThat(status(this.webClient, uri)).isEqualTo(status(WebTestClient.bindToServer().build(), uri));
			assertThat(status(this.template, uri))
				.isEqualTo(status(new TestRestTemplate(new RestTemplateBuilder()), uri));
		}
		finally {
			server.stop(0);
		}
	}

	private static int status(RestTestClient client, String uri) {
		return client.get().uri(uri).exchange().returnResult(Void.class).getStatus().value();
	}

	private static int status(WebTestClient client, String uri) {
		return client.get().uri(uri).exchange().returnResult(Void.class).getStatus().value();
	}

	private static int status(TestRestTemplate template, String uri) {
		return template.getForEntity(uri, Void.class).getStatusCode().value();
	}

	private List<Function<String, String>> clients() {
		return List.of((uri) -> this.template.getForObject(uri, String.class),
				(uri) -> this.client.get()
					.uri(uri)
					.exchange()
					.expectStatus()
					.isOk()
					.expectBody(String.class)
					.returnResult()
					.getResponseBody(),
				(uri) -> this.webClient.get()
					.uri(uri)
					.exchange()
					.expectStatus()
					.isOk()
					.expectBody(String.class)
					.returnResult()
					.getResponseBody());
	}

	private static void isAboutTls(Throwable thrown) {
		assertThat(thrown).isNotNull();
		Throwable cause = thrown;
		while (cause.getCause() != null && !(cause instanceof SSLException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isInstanceOf(SSLException.class);
	}

	/**
	 * One that is signed by itself, which Boot's own template would trust.
	 */
	private static HttpsServer foreignServer() throws GeneralSecurityException, IOException {
		ServerCertificate certificate = Certificates.selfSigned("localhost");
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(null, null);
		keys.setKeyEntry("foreign", certificate.privateKey(), new char[0],
				certificate.chain().toArray(X509Certificate[]::new));
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, new char[0]);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context));
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, 2);
			try (OutputStream body = exchange.getResponseBody()) {
				body.write("ok".getBytes());
			}
		});
		server.start();
		return server;
	}

}
