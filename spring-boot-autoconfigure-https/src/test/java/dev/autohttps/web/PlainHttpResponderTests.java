package dev.autohttps.web;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlainHttpResponderTests {

	private static final ServerCertificate SHOP = TestCertificates.of("shop.example", "*.shop.example", "2001:db8::1",
			"192.0.2.1");

	private static final ServerCertificate LOCAL = TestCertificates.of("localhost");

	private static final ServerCertificate WAITING = TestCertificates.of("waiting.example");

	private final LiveCertificates live = new LiveCertificates(new TestClock());

	private final OfferedAnswers answers = new OfferedAnswers();

	private int plainPort = 80;

	private int httpsPort = 443;

	private Integer redirectPort;

	private boolean redirect = true;

	private boolean trustForwarded;

	@BeforeEach
	void setUp() {
		serve("shop", Standing.PRODUCTION, SHOP);
		serve("local", Standing.TRIAL, LOCAL);
		serve("waiting", Standing.PLACEHOLDER, WAITING);
		this.live.setDefault("shop");
		this.answers.offer(List.of(new ChallengeAnswer("http-01", "waiting.example", "token", "token.thumb")));
	}

	@ParameterizedTest
	@CsvSource({ "shop.example, https://shop.example/a", "SHOP.example:80, https://shop.example/a",
			"www.shop.example., https://www.shop.example/a", "[2001:DB8::1]:80, https://[2001:db8::1]/a",
			"192.0.2.1, https://192.0.2.1/a" })
	void aNameWithACertificateIsSentToHttpsForGood(String host, String location) {
		HttpAnswer answer = get(host, "/a");
		assertThat(answer.status()).isEqualTo(308);
		assertThat(answer.headers()).containsOnlyKeys("Location").containsEntry("Location", location);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void aNameThatOnlyThisMachineTrustsIsSentToHttpsForOnce() {
		HttpAnswer answer = get("localhost", "/a");
		assertThat(answer.status()).isEqualTo(307);
		assertThat(answer.headers()).containsEntry("Location", "https://localhost/a")
			.containsEntry("Cache-Control", "no-store");
	}

	@Test
	void aNameThatWaitsForItsCertificateIsAskedToComeBack() {
		HttpAnswer answer = get("waiting.example", "/a");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.headers()).containsEntry("Retry-After", "10").containsEntry("Cache-Control", "no-store");
	}

	@Test
	void aNameWithOneOfTwoKeyTypesIsSentToHttps() {
		this.live.replace(TestSpecs.live("waiting", KeyType.RSA_2048, TestCertificates.of("waiting.example"),
				Standing.PRODUCTION));
		assertThat(get("waiting.example", "/a").status()).isEqualTo(308);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown.example", "example", "a.b.shop.example", "192.0.2.2", "[::1]", "", ":80",
			"shop.example@evil.example", "evil.example@shop.example", "shop.example/", "evil.example\\@shop.example",
			"shop.example\r\nX: y", "shop.example, evil.example", "[::1]evil.example", "shop.example:80:80",
			"*.shop.example", "[.::1]" })
	void aNameThatIsNotOursIsSentNowhere(String host) {
		HttpAnswer answer = get(host, "/a");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.headers()).doesNotContainKey("Location");
	}

	@Test
	void aRequestWithoutAHostIsSentNowhere() {
		assertThat(get(null, "/").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "//evil.example", "//evil.example/%2e%2e", "/\\evil.example", "/@evil.example",
			"/..//evil.example", "/https://evil.example", "/a;b=c/d%2Fe", "/a//b/../c/", "/.well-known/acme-challenge",
			"/%0d%0aLocation:%20x" })
	void thePathIsKeptAsItWasAndLeadsNowhereElse(String path) {
		String location = get("shop.example", path).headers().get("Location");
		assertThat(location).isEqualTo("https://shop.example" + path);
		assertThat(URI.create(location.replace('\\', '/')).getHost()).isEqualTo("shop.example");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "*", "", "evil.example", "@evil.example/", ".evil.example/", ":8443/", "http://evil.example/" })
	void aPathThatIsNoneIsSentNowhere(String path) {
		HttpAnswer answer = get("shop.example", path);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.headers()).doesNotContainKey("Location");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a\r\nX: y", "/a\nX: y", "/a\u0000", "/a b" })
	void aPathThatNoClientMaySendIsNotRepeated(String path) {
		assertThat(get("shop.example", path).headers().getOrDefault("Location", "")).doesNotContainAnyWhitespaces()
			.doesNotContain("\u0000");
	}

	@Test
	void theQueryIsKeptAsItWas() {
		HttpAnswer answer = responder().answer(TestQuestions.of("GET", "/a", "x=%0A&y=a+b&z=/../", "shop.example"));
		assertThat(answer.headers()).containsEntry("Location", "https://shop.example/a?x=%0A&y=a+b&z=/../");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" })
	void everyMethodIsSentToHttpsWithACodeThatKeepsIt(String method) {
		assertThat(ask(method, "shop.example", "/a").status()).isEqualTo(308);
		assertThat(ask(method, "localhost", "/a").status()).isEqualTo(307);
	}

	@ParameterizedTest
	@CsvSource({ "80, 443, , shop.example, ''", "8080, 8443, , shop.example:8080, :8443",
			"8080, 8443, , shop.example, ''", "8080, 8443, , shop.example:80, ''", "80, 8443, , shop.example, :8443",
			"8080, 443, , shop.example:8080, ''", "8080, 8443, 9443, shop.example:8080, :9443",
			"8080, 8443, 9443, shop.example, :9443", "80, 8443, 443, shop.example, ''",
			"8080, 8443, , shop.example:30080, ''", "51234, 51235, , shop.example:51234, :51235" })
	void thePortIsThatOfHttpsAsTheClientSeesIt(int plain, int https, Integer redirectTo, String host, String port) {
		this.plainPort = plain;
		this.httpsPort = https;
		this.redirectPort = redirectTo;
		assertThat(get(host, "/").headers()).containsEntry("Location", "https://shop.example" + port + "/");
	}

	@Test
	void aChallengeIsAnsweredBeforeAnythingElse() {
		assertThat(get("waiting.example", "/.well-known/acme-challenge/token").body()).isEqualTo("token.thumb");
		this.redirect = false;
		assertThat(get("waiting.example", "/.well-known/acme-challenge/token").body()).isEqualTo("token.thumb");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.example", "waiting.example", "unknown.example" })
	void aChallengeThatIsNotPendingIsNeverSentToHttpsOrTheApplication(String host) {
		for (boolean redirects : new boolean[] { true, false }) {
			this.redirect = redirects;
			HttpAnswer answer = get(host, "/.well-known/acme-challenge/unknown");
			assertThat(answer.status()).isEqualTo(404);
			assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
		}
	}

	@Test
	void theApplicationIsSeenOnlyWithoutRedirects() {
		assertThat(get("unknown.example", "/")).isNotNull();
		this.redirect = false;
		assertThat(get("unknown.example", "/")).isNull();
		assertThat(get("shop.example", "/")).isNull();
	}

	@Test
	void nobodyIsSentToHttpsBeforeItsPortIsOpen() {
		this.httpsPort = 0;
		assertThat(get("shop.example", "/").status()).isEqualTo(503);
	}

	@Test
	void whoCameOverHttpsIsNotSentThereAgain() {
		HttpQuestion question = new HttpQuestion("GET", "/", null, "shop.example", true, (name) -> null);
		assertThat(responder().answer(question)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "X-Forwarded-Proto | https", "X-Forwarded-Proto | HTTPS, http", "X-Forwarded-Ssl | on",
					"Forwarded | for=192.0.2.1;proto=https;by=10.0.0.1, proto=http", "Forwarded | Proto=\"https\"",
					"X-Forwarded-Proto | wss" })
	void aProxyIsBelievedThatTheClientCameOverHttpsOnlyIfTheApplicationBelievesProxies(String name, String value) {
		HttpQuestion question = TestQuestions.of("GET", "/", null, "shop.example", Map.of(name, value));
		assertThat(responder().answer(question).status()).isEqualTo(308);
		this.trustForwarded = true;
		assertThat(responder().answer(question)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "X-Forwarded-Proto | http", "X-Forwarded-Proto | http, https", "X-Forwarded-Ssl | off",
					"Forwarded | for=192.0.2.1;proto=http, proto=https", "Forwarded | for=proto=https",
					"X-Forwarded-Proto | ''" })
	void aClientThatDidNotComeOverHttpsIsSentThere(String name, String value) {
		this.trustForwarded = true;
		HttpQuestion question = TestQuestions.of("GET", "/", null, "shop.example", Map.of(name, value));
		assertThat(responder().answer(question).status()).isEqualTo(308);
	}

	private void serve(String name, Standing standing, ServerCertificate certificate) {
		this.live.replace(TestSpecs.live(name, KeyType.EC_P256, certificate, standing));
	}

	private HttpAnswer get(String host, String path) {
		return ask("GET", host, path);
	}

	private HttpAnswer ask(String method, String host, String path) {
		return responder().answer(TestQuestions.of(method, path, null, host));
	}

	private PlainHttpResponder responder() {
		ServerPorts ports = new ServerPorts(this.plainPort, (port) -> {
		});
		ports.plainOpened(this.plainPort);
		ports.httpsOpened(this.httpsPort);
		return new PlainHttpResponder(new ChallengeResponder(this.answers), this.live, ports, this.redirect,
				this.redirectPort, this.trustForwarded);
	}

}
