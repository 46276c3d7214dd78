package dev.autohttps.server;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import dev.autohttps.Echo;
import dev.autohttps.RunningApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.OfferedAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application says on both of its ports, whatever its server.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(TestServer.class)
class ServerContractTests {

	private static final String CONTENT = "a-token.of-the-account";

	private static final String QUESTION = "/.well-known/acme-challenge/a-token";

	@TempDir
	static Path store;

	private static RunningApplication application;

	@Parameter
	TestServer server;

	@BeforeParameterizedClassInvocation
	static void startTheApplication(TestServer server) {
		application = server.start(store);
		application.bean(OfferedAnswers.class)
			.offer(List.of(new ChallengeAnswer("http-01", "localhost", "a-token", CONTENT)));
	}

	@AfterParameterizedClassInvocation
	static void closeTheApplication() {
		application.close();
	}

	@Test
	void httpsShowsTheApplication() throws Exception {
		HttpResponse<String> response = application.get("/hello");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("application saw GET /hello");
	}

	/**
	 * What is answered by another thread than that of the connection, as health is on
	 * Netty, may be asked for again before the server is done with it: Reactor Netty
	 * 1.3.7 forgot such connections.
	 */
	@Test
	void whoAsksAgainAtOnceOnAKeptConnectionIsAnswered() throws Exception {
		try (TlsClient.Connection connection = TlsClient.trustingAnybody().connect(application.port(), "localhost")) {
			for (int i = 0; i < 1000; i++) {
				assertThat(connection.get("/actuator/health")).contains("UP");
			}
		}
	}

	@Test
	void http2IsSpokenIfTheApplicationHasIt() throws Exception {
		HttpClient client = application.client().version(HttpClient.Version.HTTP_2).build();
		HttpResponse<String> response = client.send(HttpRequest.newBuilder(application.https("/hello")).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(response.version())
			.isEqualTo(this.server.http2() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
		assertThat(response.body()).isEqualTo("application saw GET /hello");
	}

	@Test
	void theServersOwnPortIsPublishedAsTheLocalOne() {
		assertThat(application.context().getEnvironment().getProperty("local.server.port", Integer.class))
			.isNotEqualTo(application.plainPort())
			.isPositive();
	}

	@Test
	void thePlainPortSendsToHttpsInAWayThatNobodyRemembers() throws Exception {
		HttpResponse<String> response = application.getPlain("/a%20b/c?d=e%2Ff");
		assertThat(response.statusCode()).isEqualTo(307);
		assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertThat(response.headers().firstValue("Location"))
			.hasValue(application.https("/a%20b/c?d=e%2Ff").toString());
		assertThat(response.headers().firstValue("Strict-Transport-Security")).isEmpty();
	}

	@Test
	void aPostIsSentToHttpsAsAPost() throws Exception {
		HttpResponse<String> redirect = application
			.send(HttpRequest.newBuilder(application.plain("/orders")).POST(BodyPublishers.ofString("one")));
		assertThat(redirect.statusCode()).isEqualTo(307);
		HttpClient client = application.client().followRedirects(HttpClient.Redirect.NORMAL).build();
		HttpResponse<String> response = client.send(
				HttpRequest.newBuilder(application.plain("/orders")).POST(BodyPublishers.ofString("one")).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(response.body()).isEqualTo("application saw POST /orders with one");
	}

	@Test
	void anAddressThatTheCertificateNamesIsSentToItself() throws Exception {
		String response = application.sayPlain(request("GET", "/x", "127.0.0.1:" + application.plainPort()));
		assertThat(response).startsWith("HTTP/1.1 307")
			.contains("Location: https://127.0.0.1:" + application.port() + "/x\r\n");
	}

	@Test
	void whoComesThroughAMappedPortIsSentToTheUsualOne() throws Exception {
		assertThat(application.sayPlain(request("GET", "/x", "localhost")))
			.contains("Location: https://localhost/x\r\n");
	}

	@Test
	void anUnknownHostIsRefused() throws Exception {
		String response = application.sayPlain(request("GET", "/hello", "elsewhere.example"));
		assertThat(response).startsWith("HTTP/1.1 404")
			.contains("Cache-Control: no-store")
			.doesNotContain("Location")
			.doesNotContain("application saw");
	}

	@Test
	void theCaIsAnsweredOnThePlainPort() throws Exception {
		HttpResponse<String> response = application.getPlain(QUESTION);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(CONTENT);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
		assertThat(response.headers().firstValue("Content-Length")).hasValue("" + CONTENT.length());
	}

	@Test
	void theCaIsAnsweredOnTheHttpsPort() throws Exception {
		HttpResponse<String> response = application.get(QUESTION);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(CONTENT);
	}

	@Test
	void whoAsksAboutAnUnknownTokenIsNotSentOn() throws Exception {
		HttpResponse<String> response = application.getPlain("/.well-known/acme-challenge/another");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("Location")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/.well-known/acme-challenge/../hello", "/.well-known/acme-challenge/%2e%2e/hello",
			"/.well-known/acme-challenge/..%2Fhello", "/.well-known/acme-challenge/a-token/",
			"/.well-known/acme-challenge/a-token;x=y", "/.well-known/acme-challenge;x=y/a-token",
			"/.well-known/acme-challenge//a-token", "/.well-known//acme-challenge/a-token",
			"/.well-known/./acme-challenge/a-token", "/hello/../.well-known/acme-challenge/a-token",
			"/.well-known/acme-challenge/a%2Dtoken", "/.well-known/acme-challenge%2Fa-token",
			"/.WELL-KNOWN/acme-challenge/a-token", "/.well-known/acme-challenge/", "/.well-known/acme-challenge/*",
			"/.well-known/acme-challenge/a-token%00", "/.well-known\\acme-challenge\\a-token", "*" })
	void noTrickWithThePathGetsTheAnswerOrTheApplication(String path) throws Exception {
		assertThat(said("GET", path, "localhost")).doesNotContain(CONTENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get" })
	void noOtherMethodGetsTheAnswerOrTheApplication(String method) throws Exception {
		assertThat(said(method, QUESTION, "localhost")).doesNotContain(CONTENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "elsewhere.example", "", "localhost.elsewhere.example", "localhost@elsewhere.example",
			"localhost, elsewhere.example", "127.0.0.1", "[::1]", "localhost:99999999", "local\u0000host" })
	void noOtherHostGetsTheAnswerOrTheApplication(String host) throws Exception {
		assertThat(said("GET", QUESTION, host)).doesNotContain(CONTENT);
	}

	@Test
	void nobodyIsAnsweredWithoutAHost() throws Exception {
		String response = application.sayPlain("GET " + QUESTION + " HTTP/1.0\r\n\r\n");
		assertThat(response).matches("(?s)HTTP/1\\.[01] 404 .*").doesNotContain(CONTENT);
	}

	@Test
	void aWholeUrlAsTheTargetIsAskedForItsPath() throws Exception {
		assertThat(said("GET", "http://localhost/hello", "localhost")).startsWith("HTTP/1.1 307")
			.contains("Location: https://localhost/hello\r\n");
	}

	@Test
	void aLineBreakInThePathDoesNotReachTheLocation() throws Exception {
		assertThat(said("GET", "/%0d%0aSet-Cookie:%20a=b", "localhost")).doesNotContain("\nSet-Cookie");
	}

	/**
	 * Ask the plain port in vain.
	 */
	private static String said(String method, String path, String host) throws IOException {
		Echo controller = application.bean(Echo.class);
		int before = controller.requests().size();
		String response = application.sayPlain(request(method, path, host));
		assertThat(response).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 200").doesNotContain("application saw");
		assertThat(controller.requests()).hasSize(before);
		return response;
	}

	private static String request(String method, String path, String host) {
		return method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
	}

}
