package dev.autohttps.certificate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StoreKeysTests {

	private static final String PART = "[a-z0-9_+-][a-z0-9._+-]*";

	@Test
	void differentThingsNeverHaveTheSameKey() {
		Set<String> keys = new HashSet<>();
		int count = 0;
		for (String kind : List.of("certificates", "issuances")) {
			for (String issuer : List.of("letsencrypt", "letsencrypt-staging")) {
				for (KeyType keyType : KeyType.values()) {
					for (String[] names : List.of(new String[] { "shop.example" }, new String[] { "*.shop.example" },
							new String[] { "any.shop.example" }, new String[] { "shop.example", "www.shop.example" },
							new String[] { "shop-example" }, new String[] { "::1" }, new String[] { "1.example" })) {
						keys.add(StoreKeys.of(kind, issuer, TestSpecs.of("shop", keyType, names)));
						count++;
					}
				}
			}
		}
		assertThat(keys).hasSize(count);
	}

	@Test
	void theOrderAndTheConfiguredNameDoNotCount() {
		String key = key("www.shop.example", "shop.example");
		assertThat(key("shop.example", "www.shop.example")).isEqualTo(key);
		assertThat(StoreKeys.of("certificates", "ca",
				TestSpecs.of("x", KeyType.EC_P256, "WWW.shop.example", "shop.example")))
			.isEqualTo(key);
	}

	@Test
	void theKeyIsReadable() {
		assertThat(key("shop.example", "www.shop.example")).startsWith("certificates/ca/shop.example_")
			.endsWith("/ec-p256");
		assertThat(key("*.shop.example")).contains("/any.shop.example_");
		assertThat(key("2001:db8::1")).contains("/2001-db8-1_");
	}

	@Test
	void everyPartIsSafeAsTheNameOfAFile() {
		String label = "a".repeat(63);
		String longest = label + "." + label + "." + label + "." + "a".repeat(61);
		String[] hundred = IntStream.range(0, 100).mapToObj((i) -> "host" + i + ".shop.example").toArray(String[]::new);
		for (String key : List.of(key("shop.example"), key("*.shop.example"), key("::"), key("::1"), key(longest),
				key("*." + longest.substring(2)), key(hundred), key("a_b.example"), key("bücher.example"))) {
			assertThat(key.split("/"))
				.allSatisfy((part) -> assertThat(part).matches(PART).hasSizeLessThanOrEqualTo(100));
			// Set aside, a whole key is one name of a file, with a time and a suffix.
			assertThat(key.replace("certificates/ca", "certificates/" + "c".repeat(93))
					+ ".previous.pem+1772366400000.tmp")
				.hasSizeLessThanOrEqualTo(255);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "...", "../../etc/passwd", "https://ca.example/directory?x=y", "Ä Ö", "CON", "-",
			"a\u0000b",
			"https://ca.example/acme/a-very-long-tenant-name-that-goes-on-and-on-until-it-is-cut-off/directory" })
	void aPartIsMadeOutOfAnyText(String text) {
		assertThat(StoreKeys.part(text, text)).matches(PART).hasSizeLessThanOrEqualTo(93);
		assertThat(StoreKeys.part(text, text + "x")).isNotEqualTo(StoreKeys.part(text, text));
	}

	private static String key(String... names) {
		return StoreKeys.of("certificates", "ca", TestSpecs.of(names));
	}

}
