package dev.autohttps.web;

import java.util.List;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.OfferedAnswers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChallengeResponderTests {

	private static final String TOKEN = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA";

	private final OfferedAnswers answers = new OfferedAnswers();

	private final ChallengeResponder responder = new ChallengeResponder(this.answers);

	@BeforeEach
	void offer() {
		this.answers.offer(List.of(new ChallengeAnswer("http-01", "shop.example", TOKEN, TOKEN + ".thumb"),
				new ChallengeAnswer("http-01", "shop.example", "another", "another.thumb"),
				new ChallengeAnswer("http-01", "2001:db8::1", "six", "six.thumb"),
				new ChallengeAnswer("tls-alpn-01", "shop.example", "alpn", "alpn.thumb")));
	}

	@Test
	void theExactTokenIsAnsweredWithNothingAround() {
		HttpAnswer answer = answer("GET", ChallengeResponder.PATH + TOKEN, "shop.example");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(TOKEN + ".thumb");
		assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
		assertThat(HttpAnswer.CONTENT_TYPE).startsWith("text/plain");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.example", "SHOP.EXAMPLE", "shop.example:80", "shop.example:8080", "shop.example." })
	void theHostMayBeWrittenInAnyForm(String host) {
		assertThat(answer("GET", ChallengeResponder.PATH + TOKEN, host)).isNotNull();
		assertThat(answer("GET", ChallengeResponder.PATH + "six", "[2001:DB8::0:1]:80").body()).isEqualTo("six.thumb");
	}

	@ParameterizedTest
	@ValueSource(strings = { "www.shop.example", "other.example", "", "192.0.2.1", "shop.example@evil.example",
			"shop.example\r\nX: y", "evil.example, shop.example" })
	void aTokenIsAnsweredOnlyForItsHost(String host) {
		assertThat(answer("GET", ChallengeResponder.PATH + TOKEN, host)).isNull();
		assertThat(answer("GET", ChallengeResponder.PATH + TOKEN, null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "GET ", "" })
	void onlyGetIsAnswered(String method) {
		assertThat(answer(method, ChallengeResponder.PATH + TOKEN, "shop.example")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "unknown", "alpn", "another/", "another;x", "another%20", "another?", "anothe",
			"anotherx", "Another", "%61nother", "./another", "../acme-challenge/another", "%2e%2e/another", "/another",
			"a/../another", "another\u0000", "another\n", "another.thumb" })
	void onlyAnExactTokenIsAnswered(String token) {
		assertThat(answer("GET", ChallengeResponder.PATH + token, "shop.example")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "*", "/another", "/.well-known/acme-challenge",
			"//.well-known/acme-challenge/another", "/x/.well-known/acme-challenge/another",
			"/.well-known//acme-challenge/another", "/.well-known/acme-challenge;x/another",
			"/.well-known/acme-challenge%2Fanother", "/.Well-Known/acme-challenge/another",
			"/%2ewell-known/acme-challenge/another", "/x/../.well-known/acme-challenge/another",
			"http://shop.example/.well-known/acme-challenge/another" })
	void onlyTheExactPathIsAnswered(String path) {
		assertThat(answer("GET", path, "shop.example")).isNull();
	}

	@Test
	void aQueryDoesNotCount() {
		assertThat(
				this.responder.answer(TestQuestions.of("GET", ChallengeResponder.PATH + TOKEN, "x=y", "shop.example")))
			.isNotNull();
	}

	@Test
	void anOverlongTokenIsNotLookedUp() {
		ChallengeResponder failing = new ChallengeResponder((type, identifier) -> {
			throw new AssertionError("looked up");
		});
		for (String token : List.of("a".repeat(257), "a/b", "")) {
			assertThat(failing.answer(TestQuestions.of("GET", ChallengeResponder.PATH + token, null, "shop.example")))
				.isNull();
		}
	}

	private HttpAnswer answer(String method, String path, String host) {
		return this.responder.answer(TestQuestions.of(method, path, null, host));
	}

}
