package dev.autohttps.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HttpQuestionTests {

	@ParameterizedTest
	@CsvSource({ "shop.example, shop.example, 80", "SHOP.Example, shop.example, 80", "shop.example., shop.example, 80",
			"shop.example:8080, shop.example, 8080", "[::1], ::1, 80", "[::1]:8080, ::1, 8080",
			"[2001:DB8:0:0:0:0:0:1]:80, 2001:db8::1, 80", "192.0.2.1:99, 192.0.2.1, 99",
			"' shop.example ', shop.example, 80", "localhost:65535, localhost, 65535", "my_host, my_host, 80" })
	void theHostIsNormalized(String host, String name, int port) {
		HttpQuestion question = question(host);
		assertThat(question.hostName()).isEqualTo(name);
		assertThat(question.hostPort()).isEqualTo(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ":", ":80", "shop.example:x", "shop.example:123456", "shop.example:-1", "::1",
			"[::1", "::1]", "[]", "[::1]x", "[.::1]", "user@shop.example", "user:password@shop.example",
			"shop.example/path", "shop.example\\path", "shop.example\r\nX: y", "shop.example, evil.example",
			"shop example", "*.shop.example", "bücher.example", "http://shop.example", "shop.example?x",
			"shop.example#x", "%73hop.example", "shop.example:80:80", "[fe80::1%25eth0]", "\u0000", "-" })
	void whatIsNoHostHasNoName(String host) {
		assertThat(question(host).hostName()).isNull();
	}

	@Test
	void aMissingHostHasNoName() {
		HttpQuestion question = TestQuestions.of("GET", "/", null, null);
		assertThat(question.hostName()).isNull();
		assertThat(question.hostPort()).isEqualTo(80);
	}

	@Test
	void aPortThatIsEmptyIsThatOfPlainHttp() {
		// RFC 3986 section 3.2.3 allows the colon without the digits.
		assertThat(question("shop.example:").hostName()).isEqualTo("shop.example");
		assertThat(question("shop.example:").hostPort()).isEqualTo(80);
	}

	private static HttpQuestion question(String host) {
		return TestQuestions.of("GET", "/", null, host);
	}

}
