package dev.autohttps.acme.dns.persist;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CharacterStringsTests {

	private final TxtServer server = new TxtServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aPlainStringIsItself() {
		assertThat(read("v=spf1")).isEqualTo("v=spf1");
	}

	@Test
	void aStringWithBlanksKeepsThem() {
		assertThat(read(" a  b; c=d ")).isEqualTo(" a  b; c=d ");
	}

	@Test
	void severalStringsAreOneTextWithoutAnythingInBetween() {
		assertThat(read("ca.example;", " accounturi=https://ca.example/1", "23")).as("of the DNS")
			.isEqualTo("ca.example; accounturi=https://ca.example/123");
	}

	@Test
	void quotesAndBackslashesAreThemselves() {
		// As in a zone file, in which a backslash makes the next character one of the
		// text.
		assertThat(read("a\\\\\\\"b\\\\", "\\\"", "")).isEqualTo("a\\\"b\\\"");
	}

	@Test
	void anEmptyStringIsNothing() {
		assertThat(read("", "a", "")).isEqualTo("a");
	}

	private String read(String... strings) {
		this.server.txt("shop.example", strings);
		return CharacterStrings.join(this.server.dns().ask("shop.example", "TXT").texts().get(0));
	}

}
