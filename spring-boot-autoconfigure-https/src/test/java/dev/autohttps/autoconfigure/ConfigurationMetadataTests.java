package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.certificate.KeyType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor offers to somebody who writes {@code https.}
 */
class ConfigurationMetadataTests {

	// These names are owned by environment variables and system properties of others.
	private static final List<String> OWNED_BY_OTHERS = List.of("https.port", "https.proxy", "https.protocols",
			"https.cipher-suites");

	private static final Pattern SENTENCE = Pattern.compile("(?!The |A )[A-Z].*\\.");

	private static JsonNode metadata;

	@BeforeAll
	static void readTheMetadata() throws IOException {
		URI source = URI.create(HttpsProperties.class.getProtectionDomain().getCodeSource().getLocation().toString());
		try (InputStream json = source.resolve("META-INF/spring-configuration-metadata.json").toURL().openStream()) {
			metadata = JsonMapper.shared().readTree(json);
		}
	}

	@Test
	void everyPropertyIsDescribedByASentence() {
		assertThat(properties().toList()).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString()).matches(SENTENCE));
	}

	@Test
	void everyLimitSaysWhatItLimits() {
		assertThat(properties().filter((property) -> property.path("name").asString().startsWith("https.acme.limits."))
			.map((property) -> property.path("description").asString())).hasSize(9).doesNotHaveDuplicates();
	}

	@Test
	void switchesSayWhether() {
		assertThat(properties().filter((property) -> property.path("type").asString().endsWith("Boolean"))).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString()).startsWith("Whether "));
	}

	@Test
	void noPropertyHasANameThatOthersOwn() {
		assertThat(properties().map((property) -> property.path("name").asString()))
			.noneMatch((name) -> OWNED_BY_OTHERS.stream().anyMatch(name::startsWith));
	}

	@Test
	void theServersThatHaveANameAreOfferedAndAnyOtherIsAllowed() {
		assertThat(values("https.acme.server")).containsExactly(AcmeServer.names().split(", "));
		assertThat(hint("https.acme.server").path("providers").path(0).path("name").asString()).isEqualTo("any");
	}

	@Test
	void aServerForTrialsIsOfferedAndAnyOtherIsAllowed() {
		assertThat(values("https.acme.trial-server")).containsExactly("letsencrypt-staging");
		assertThat(hint("https.acme.trial-server").path("providers").path(0).path("name").asString()).isEqualTo("any");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.acme.fallbacks", "https.acme.trial-server" })
	void whatHelpsWhereTheCaFailsIsDescribed(String property) {
		assertThat(properties().filter((one) -> one.path("name").asString().equals(property))).singleElement()
			.satisfies((one) -> assertThat(one.path("description").asString()).matches(SENTENCE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.acme.challenges", "https.certificates.*.challenges" })
	void theChallengeTypesAreOffered(String property) {
		assertThat(values(property)).containsExactly("http-01", "tls-alpn-01", "dns-01", "dns-persist-01");
	}

	@Test
	void theKeyTypesAreOffered() {
		assertThat(values("https.certificates.*.key-types"))
			.containsExactlyElementsOf(Stream.of(KeyType.values()).map(KeyType::id).toList());
	}

	@Test
	void theModesOfThePreflightAreOffered() {
		assertThat(values("https.acme.preflight")).containsExactly("enforce", "warn", "off");
	}

	@Test
	void theKindsOfStoreAreOffered() {
		assertThat(values("https.store.type")).containsExactly("file");
	}

	@Test
	void everyHintIsExplained() {
		assertThat(hints().filter((hint) -> hint.path("name").asString().startsWith("https."))
			.flatMap((hint) -> elements(hint.path("values")))).isNotEmpty()
			.allSatisfy((value) -> assertThat(value.path("description").asString()).matches(SENTENCE));
	}

	private static Stream<JsonNode> properties() {
		return elements(metadata.path("properties"))
			.filter((property) -> property.path("name").asString().startsWith("https."));
	}

	private static Stream<JsonNode> hints() {
		return elements(metadata.path("hints"));
	}

	private static JsonNode hint(String name) {
		return hints().filter((hint) -> hint.path("name").asString().equals(name)).findFirst().orElseThrow();
	}

	private static List<String> values(String name) {
		return elements(hint(name).path("values")).map((value) -> value.path("value").asString()).toList();
	}

	private static Stream<JsonNode> elements(JsonNode node) {
		return StreamSupport.stream(node.spliterator(), false);
	}

}
