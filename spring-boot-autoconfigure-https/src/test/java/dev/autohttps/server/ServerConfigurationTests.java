package dev.autohttps.server;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLSocket;

import dev.autohttps.Certificates;
import dev.autohttps.Echo;
import dev.autohttps.OwnThreads;
import dev.autohttps.RunningApplication;
import dev.autohttps.SlowAnswer;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.test.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * What the configuration changes in what an application says on its ports.
 */
@ExtendWith(OutputCaptureExtension.class)
@ParameterizedClass(name = "{0}")
@EnumSource(value = TestServer.class, names = { "TOMCAT", "JETTY", "NETTY" })
class ServerConfigurationTests {

	private static final String CONTENT = "a-token.of-the-account";

	private static final String QUESTION = "/.well-known/acme-challenge/a-token";

	@Parameter
	TestServer server;

	@TempDir
	static Path store;

	@TempDir
	Path files;

	@Test
	void theCaIsAnsweredAtTheRootWhateverTheContextPath() throws Exception {
		try (RunningApplication application = start("server.servlet.context-path=/app",
				"spring.webflux.base-path=/app")) {
			assertThat(application.get("/app/hello").body()).isEqualTo("application saw GET /app/hello");
			assertThat(application.getPlain(QUESTION).body()).isEqualTo(CONTENT);
			assertThat(application.get(QUESTION).body()).isEqualTo(CONTENT);
			assertThat(application.getPlain("/app" + QUESTION).statusCode()).isEqualTo(307);
			assertThat(application.getPlain("/app/hello").headers().firstValue("Location"))
				.hasValue(application.https("/app/hello").toString());
		}
	}

	@Test
	void theApplicationIsSeenOnThePlainPortIfThereIsNoRedirect() throws Exception {
		try (RunningApplication application = start("https.redirect.enabled=false")) {
			assertThat(application.getPlain("/hello").body()).isEqualTo("application saw GET /hello");
			assertThat(application.getPlain(QUESTION).body()).isEqualTo(CONTENT);
			assertThat(application.getPlain("/.well-known/acme-challenge/another").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void theRedirectGoesToThePublicPort() throws Exception {
		try (RunningApplication application = start("https.redirect.port=8444")) {
			assertThat(application.getPlain("/hello").headers().firstValue("Location"))
				.hasValue("https://localhost:8444/hello");
		}
	}

	@Test
	void thereIsNoSecondPortIfItIsSwitchedOff() throws Exception {
		try (RunningApplication application = start("https.http.enabled=false")) {
			assertThat(application.get("/hello").statusCode()).isEqualTo(200);
			assertThat(application.get(QUESTION).body()).isEqualTo(CONTENT);
			assertThat(application.context().getEnvironment().containsProperty("local.https.http-port")).isFalse();
		}
	}

	@Test
	void aNameThatHasAPlaceholderOnlyIsAskedForPatience() throws Exception {
		try (RunningApplication application = start("https.domains=shop.example", "https.issuer=acme",
				"https.acme.server=https://localhost:" + Ports.free() + "/directory",
				"https.acme.terms-of-service-agreed=true")) {
			String response = application
				.sayPlain("GET /hello HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n");
			assertThat(response).startsWith("HTTP/1.1 503")
				.containsPattern("Retry-After: \\d+\r\n")
				.contains("Cache-Control: no-store")
				.doesNotContain("Location")
				.doesNotContain("application saw");
		}
	}

	@Test
	void securityThatDeniesEverythingDoesNotKeepTheCaOut() throws Exception {
		try (RunningApplication application = offering(
				this.server.reactive() ? this.server.startWith(store, ReactiveDenyingApplication.class)
						: this.server.startWith(store, DenyingApplication.class))) {
			assertThat(application.get("/hello").statusCode()).isIn(401, 403);
			assertThat(application.get(QUESTION).body()).isEqualTo(CONTENT);
			assertThat(application.getPlain(QUESTION).body()).isEqualTo(CONTENT);
			assertThat(application.getPlain("/hello").statusCode()).isEqualTo(307);
			assertThat(application.get("/.well-known/acme-challenge/another").statusCode()).isIn(401, 403);
		}
	}

	@Test
	void aKeyOfTheUsersOwnIsServedInPlaceOfOurs(CapturedOutput output) throws Exception {
		ServerCertificate own = Certificates.selfSigned("localhost");
		try (RunningApplication application = start("server.ssl.bundle=mine",
				"spring.ssl.bundle.pem.mine.keystore.certificate=" + pem("own.crt", Pem.encode(own.chain())),
				"spring.ssl.bundle.pem.mine.keystore.private-key=" + pem("own.key", Pem.encode(own.privateKey())))) {
			assertThat(application.context().getEnvironment().containsProperty("local.https.http-port")).isFalse();
			assertThat(Certificates.serial(handshake(application, own).getSession())).isEqualTo(own.serial());
		}
		assertThat(output).containsOnlyOnce("server.ssl names a key of its own, so the server's port is left to it");
	}

	@Test
	void aPortThatIsToBeWithoutTlsIsLeftWithout(CapturedOutput output) throws Exception {
		try (RunningApplication application = start("server.ssl.enabled=false")) {
			assertThat(application.context().getEnvironment().containsProperty("local.https.http-port")).isFalse();
			assertThat(application.send(HttpRequest.newBuilder(URI.create("http://localhost:" + application.port())))
				.body()).isEqualTo("application saw GET /");
		}
		assertThat(output).containsOnlyOnce("server.ssl.enabled is false, so the server's port is left without TLS");
	}

	@Test
	void clientsAreAskedForACertificateIfTheServerIsToldSo() throws Exception {
		ServerCertificate client = Certificates.selfSigned("client.example");
		try (RunningApplication application = start("server.ssl.client-auth=need",
				"server.ssl.trust-certificate=" + pem("clients.crt", Pem.encode(client.chain())))) {
			String request = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
			try (SSLSocket socket = socket(application, keys(client))) {
				assertThat(RunningApplication.say(socket, request)).contains("application saw GET /hello");
			}
			try (SSLSocket socket = socket(application)) {
				assertThatIOException().isThrownBy(() -> RunningApplication.say(socket, request));
			}
			try (SSLSocket socket = socket(application, keys(Certificates.selfSigned("client.example")))) {
				assertThatIOException().isThrownBy(() -> RunningApplication.say(socket, request));
			}
		}
	}

	@Test
	void aNewCertificateIsShownAtTheNextHandshakeAndOpenConnectionsStay() throws Exception {
		try (RunningApplication application = start(); SSLSocket before = socket(application)) {
			BufferedReader answers = new BufferedReader(
					new InputStreamReader(before.getInputStream(), StandardCharsets.US_ASCII));
			assertThat(ask(before, answers)).startsWith("HTTP/1.1 200");
			String serial = Certificates.renew(application, store, "https");
			assertThat(ask(before, answers)).startsWith("HTTP/1.1 200");
			assertThat(Certificates.serial(before.getSession())).isNotEqualTo(serial);
			try (SSLSocket after = socket(application)) {
				after.startHandshake();
				assertThat(Certificates.serial(after.getSession())).isEqualTo(serial);
			}
		}
	}

	@Test
	void aContextThatWasStoppedServesAgainWhenItIsStarted() throws Exception {
		try (RunningApplication application = start()) {
			application.context().stop();
			application.context().start();
			assertThat(application.get("/hello").statusCode()).isEqualTo(200);
			assertThat(application.getPlain("/hello").headers().firstValue("Location"))
				.hasValue(application.https("/hello").toString());
			assertThat(application.getPlain(QUESTION).body()).isEqualTo(CONTENT);
		}
	}

	@Test
	void aRequestOnThePlainPortIsAnsweredBeforeTheServerStops(CapturedOutput output) throws Exception {
		RunningApplication application = start("https.redirect.enabled=false", "server.shutdown=graceful",
				"spring.lifecycle.timeout-per-shutdown-phase=60s");
		SlowAnswer slow = application.bean(Echo.class).slow();
		CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
			try {
				return application.getPlain("/slow");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(slow.isAsked()).isTrue();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
		await().until(() -> output.getAll().contains("Commencing graceful shutdown"));
		slow.release();
		assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("at last");
		closed.get(60, TimeUnit.SECONDS);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsAnswerIfTheApplicationWantsThem() throws Exception {
		try (RunningApplication application = start("spring.threads.virtual.enabled=true")) {
			// Netty answers on its event loops, whatever the property says.
			assertThat(application.get("/thread").body().startsWith("VirtualThread"))
				.isEqualTo(!this.server.reactive());
			assertThat(application.getPlain("/hello").statusCode()).isEqualTo(307);
		}
	}

	@Test
	@ExtendWith(OwnThreads.class)
	void nothingIsLeftOfAContextThatWasClosed() throws Exception {
		try (RunningApplication application = start()) {
			assertThat(application.get("/hello").statusCode()).isEqualTo(200);
			assertThat(OwnThreads.alive("https-.*")).isNotEmpty();
		}
		await().untilAsserted(() -> assertThat(OwnThreads.alive("https-.*")).isEmpty());
	}

	@Test
	void onTheServersOwnPortAllElseIsAsIfWeWereNotThere() throws Exception {
		try (RunningApplication with = start();
				RunningApplication without = this.server.start(store, "https.enabled=false")) {
			for (String line : List.of("GET /hello", "GET /hello?a=b", "GET /missing", "HEAD /hello", "OPTIONS /hello",
					"GET /.well-known/acme-challenge/another", "GET /.well-known/acme-challenge/", "POST " + QUESTION,
					"HEAD " + QUESTION, "GET " + QUESTION + "/", "GET " + QUESTION + ";x=y",
					"GET /.well-known/acme-challenge/../hello", "GET /.well-known/acme-challenge/%2e%2e/hello",
					"GET /.well-known/acme-challenge/..%2Fhello", "GET /favicon.ico", "TRACE /hello", "GET *")) {
				String request = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
				try (SSLSocket secured = socket(with);
						Socket plain = new Socket(InetAddress.getLoopbackAddress(), without.port())) {
					assertThat(visible(RunningApplication.say(secured, request))).as(line)
						.isEqualTo(visible(RunningApplication.say(plain, request)));
				}
			}
		}
	}

	@Test
	void aPlainPortThatIsTakenIsGoneWithout(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0);
				RunningApplication application = start("https.http.port=" + taken.getLocalPort())) {
			assertThat(application.get("/hello").statusCode()).isEqualTo(200);
			assertThat(application.context().getEnvironment().containsProperty("local.https.http-port")).isFalse();
			assertThat(warnings(output)).singleElement()
				.asString()
				.contains("" + taken.getLocalPort())
				.contains("already in use")
				.contains("set https.http.port to another");
			assertThat(ports(output)).contains(" " + application.port() + " ")
				.doesNotContain("-1", "-2", "ports", " " + taken.getLocalPort());
			application.context().stop();
			application.context().start();
			assertThat(application.get("/hello").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void aPlainPortThatIsThatOfHttpsIsGoneWithout(CapturedOutput output) throws Exception {
		int port = Ports.free();
		try (RunningApplication application = start("server.port=" + port, "https.http.port=" + port)) {
			assertThat(application.get("/hello").statusCode()).isEqualTo(200);
			assertThat(warnings(output)).singleElement()
				.asString()
				.contains("" + port)
				.contains("set https.http.port or server.port to another");
			assertThat(ports(output)).contains("port " + port + " ").doesNotContain("ports");
		}
	}

	@Test
	void bothPortsAreInBootsOwnLine(CapturedOutput output) {
		try (RunningApplication application = start()) {
			assertThat(ports(output)).contains(" " + application.port() + " ", " " + application.plainPort() + " ");
		}
	}

	private RunningApplication start(String... properties) {
		return offering(this.server.start(store, properties));
	}

	private static RunningApplication offering(RunningApplication application) {
		application.bean(OfferedAnswers.class)
			.offer(List.of(new ChallengeAnswer("http-01", "localhost", "a-token", CONTENT)));
		return application;
	}

	private static SSLSocket socket(RunningApplication application, KeyManager... keys) throws Exception {
		return (SSLSocket) application.trust(keys).getSocketFactory().createSocket("localhost", application.port());
	}

	private static SSLSocket handshake(RunningApplication application, ServerCertificate trusted) throws Exception {
		KeyStore roots = KeyStore.getInstance("PKCS12");
		roots.load(null, null);
		roots.setCertificateEntry("trusted", trusted.leaf());
		SSLSocket socket = (SSLSocket) RunningApplication.trusting(roots)
			.getSocketFactory()
			.createSocket("localhost", application.port());
		socket.startHandshake();
		socket.close();
		return socket;
	}

	private static KeyManager[] keys(ServerCertificate certificate) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(null, null);
		keys.setKeyEntry("client", certificate.privateKey(), new char[0], certificate.sharedChain());
		KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		factory.init(keys, new char[0]);
		return factory.getKeyManagers();
	}

	private Path pem(String name, String content) throws Exception {
		return Files.writeString(this.files.resolve(name), content);
	}

	/**
	 * Ask on a connection that stays open, and read the answer to its end.
	 */
	private static String ask(SSLSocket socket, BufferedReader answers) throws Exception {
		socket.setSoTimeout(60_000);
		socket.getOutputStream().write("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
		String status = answers.readLine();
		while (!answers.readLine().isEmpty()) {
			continue;
		}
		return status;
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.matches(".* WARN .* (d\\.a\\.|dev\\.autohttps|d\\.autohttps).*"))
			.toList();
	}

	/**
	 * What Boot says of the ports.
	 */
	private static String ports(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.contains(" started on port"))
			.map((line) -> line.replaceAll(".* started on ", ""))
			.collect(Collectors.joining("\n"));
	}

	/**
	 * An answer without what is different each time.
	 */
	private static String visible(String response) {
		return response.replaceAll("(?m)^Date: .*\r\n", "")
			.replace("https://localhost", "http://localhost")
			.replaceAll("(?m)^Content-Length: .*\r\n", "")
			.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"\"");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class DenyingApplication {

		@Bean
		SecurityFilterChain denyAll(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ReactiveDenyingApplication {

		@Bean
		SecurityWebFilterChain denyAll(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().denyAll()).build();
		}

	}

}
