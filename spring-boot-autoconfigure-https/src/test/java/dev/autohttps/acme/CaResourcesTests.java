package dev.autohttps.acme;

import java.net.URI;
import java.util.Map;

import dev.autohttps.acme.CaExchange.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shredzone.acme4j.toolbox.JSON;

import static org.assertj.core.api.Assertions.assertThat;

class CaResourcesTests {

	private static final String DIRECTORY = "https://ca.test/directory";

	private static final String ORDER = """
			{"status": "valid", "authorizations": ["https://ca.test/z/1", "https://ca.test/z/2"],
			"finalize": "https://ca.test/f/1", "certificate": "https://ca.test/x/1"}""";

	private final CaResources resources = new CaResources(URI.create(DIRECTORY));

	@BeforeEach
	void readTheDirectory() {
		assertThat(learn(DIRECTORY, null, """
				{"newNonce": "https://ca.test/1", "newAccount": "https://ca.test/2", "newOrder": "https://ca.test/3",
				"revokeCert": "https://ca.test/4", "keyChange": "https://ca.test/5",
				"renewalInfo": "https://ca.test/6", "meta": {"website": "https://ca.test"}}"""))
			.isEqualTo(Kind.DIRECTORY);
	}

	@ParameterizedTest
	@CsvSource({ "https://ca.test/1, NEW_NONCE", "https://ca.test/2, NEW_ACCOUNT", "https://ca.test/3, NEW_ORDER",
			"https://ca.test/4, REVOKE", "https://ca.test/5, KEY_CHANGE", "https://ca.test/6/abc.def, RENEWAL_INFO",
			"https://ca.test/6abc, OTHER", "https://ca.test/7, OTHER", DIRECTORY + ", DIRECTORY" })
	void theDirectoryTellsWhereTheEntrancesAre(String url, Kind kind) {
		assertThat(kind(url)).isEqualTo(kind);
	}

	@Test
	void anAccountAndAnOrderAreWhereTheCaSaysWhenItMakesThem() {
		assertThat(learn("https://ca.test/2", "/a/1", "{\"status\": \"valid\"}")).isEqualTo(Kind.NEW_ACCOUNT);
		assertThat(learn("https://ca.test/3", "https://ca.test/o/1", ORDER)).isEqualTo(Kind.NEW_ORDER);
		assertThat(kind("https://ca.test/a/1")).isEqualTo(Kind.ACCOUNT);
		assertThat(kind("https://ca.test/o/1")).isEqualTo(Kind.ORDER);
		assertOrderIsLearned();
	}

	@Test
	void anOrderThatIsNotKnownIsToldByItsShape() {
		assertThat(learn("https://ca.test/o/9", null, ORDER)).isEqualTo(Kind.ORDER);
		assertThat(kind("https://ca.test/o/9")).isEqualTo(Kind.ORDER);
		assertOrderIsLearned();
	}

	@Test
	void anAuthorizationThatIsNotKnownIsToldByItsShape() {
		assertThat(learn("https://ca.test/z/9", null, """
				{"status": "pending", "identifier": {"type": "dns", "value": "a.test"},
				"challenges": [{"type": "http-01", "url": "https://ca.test/c/9"}, {"type": "strange"}]}"""))
			.isEqualTo(Kind.AUTHORIZATION);
		assertThat(kind("https://ca.test/c/9")).isEqualTo(Kind.CHALLENGE);
	}

	@Test
	void aChallengeThatIsNotKnownIsToldByItsShape() {
		assertThat(learn("https://ca.test/c/8", null,
				"{\"type\": \"http-01\", \"url\": \"https://ca.test/c/8\", \"status\": \"pending\"}"))
			.isEqualTo(Kind.CHALLENGE);
	}

	@Test
	void aChainThatIsNotKnownIsToldByItsShape() {
		URI uri = URI.create("https://ca.test/x/9");
		assertThat(this.resources.learn(new CaAnswer(uri, null, JSON.empty(), true))).isEqualTo(Kind.CERTIFICATE);
	}

	@Test
	void whatHasNoShapeIsSomethingElse() {
		assertThat(learn("https://ca.test/y", null, "{\"hello\": \"world\"}")).isEqualTo(Kind.OTHER);
		assertThat(kind("https://ca.test/y")).isEqualTo(Kind.OTHER);
	}

	@Test
	void onlySoMuchIsRemembered() {
		learn("https://ca.test/3", "https://ca.test/o/0", ORDER);
		for (int i = 1; i <= 1000; i++) {
			learn("https://ca.test/3", "https://ca.test/o/" + i, "{}");
		}
		assertThat(kind("https://ca.test/o/0")).isEqualTo(Kind.OTHER);
		assertThat(kind("https://ca.test/o/1000")).isEqualTo(Kind.ORDER);
		assertThat(kind("https://ca.test/3")).isEqualTo(Kind.NEW_ORDER);
	}

	private void assertOrderIsLearned() {
		Map.of("z/1", Kind.AUTHORIZATION, "z/2", Kind.AUTHORIZATION, "f/1", Kind.FINALIZE, "x/1", Kind.CERTIFICATE)
			.forEach((path, kind) -> assertThat(kind("https://ca.test/" + path)).isEqualTo(kind));
	}

	private Kind kind(String url) {
		return this.resources.kind(URI.create(url));
	}

	private Kind learn(String url, String location, String json) {
		URI uri = URI.create(url);
		return this.resources
			.learn(new CaAnswer(uri, (location != null) ? uri.resolve(location) : null, JSON.parse(json), false));
	}

}
