package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StoreRecordTests {

	@Test
	void aMapSurvivesTheRoundTrip() {
		Map<String, String> values = Map.of("url", "https://ca.example/order/1?a=b#c", "text",
				" two\r\n\tlines \\ with ! and : ", "umlaut", "bücher ✓ \uD83D\uDD12", "empty", "", "# key", "x", "a b",
				"=");
		assertThat(StoreRecord.decode(StoreRecord.encode(values))).isEqualTo(values);
	}

	@Test
	void everyCharacterSurvivesAtTheBeginningOfANameAndOfAValue() {
		Map<String, String> values = new LinkedHashMap<>();
		for (char character = 0; character < 0x180; character++) {
			values.put(character + "name", character + "value" + character);
		}
		assertThat(StoreRecord.decode(StoreRecord.encode(values))).isEqualTo(values);
	}

	@Test
	void theSameMapIsTheSameBytes() {
		Map<String, String> one = new LinkedHashMap<>();
		one.put("b", "2");
		one.put("a", "1");
		assertThat(StoreRecord.encode(one)).isEqualTo(StoreRecord.encode(Map.of("a", "1", "b", "2")));
		assertThat(StoreRecord.encode(one)).asString(StandardCharsets.UTF_8).isEqualTo("a=1\nb=2\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\\", "\\u12", "key=\\uZZZZ", "\u0000", "=", "a=b\\" })
	void garbledBytesDoNoHarm(String content) {
		assertThat(StoreRecord.decode(content.getBytes(StandardCharsets.UTF_8))).isNotNull();
	}

	@Test
	void randomBytesDoNoHarm() {
		Random random = new Random(42);
		for (int i = 0; i < 1000; i++) {
			byte[] content = new byte[random.nextInt(200)];
			random.nextBytes(content);
			assertThat(StoreRecord.decode(content)).isNotNull();
		}
	}

}
