package dev.autohttps.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.dns.rfc2136.Rfc2136Settings;
import dev.autohttps.autoconfigure.ConfigurationMetadata.Property;
import dev.autohttps.certificate.KeyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What an editor offers to somebody who writes {@code https.}
 */
class ConfigurationMetadataTests {

	// These names are owned by environment variables and system properties of others.
	private static final List<String> OWNED_BY_OTHERS = List.of("https.port", "https.proxy", "https.protocols",
			"https.cipher-suites");

	private static final Pattern SENTENCE = Pattern.compile("(?!The |A |An )[A-Z].*\\.");

	private static final ConfigurationMetadata metadata = new ConfigurationMetadata();

	@Test
	void everyPropertyIsDescribedByASentence() {
		assertThat(properties()).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.description()).as(property.name()).matches(SENTENCE));
	}

	@Test
	void everyElementOfAListOrAMapIsKnown() {
		assertThat(metadata.elements().stream().map(Property::name)).contains("https.certificates.NAME.key-types",
				"https.acme.fallbacks[n].server", "https.acme.dns.providers.NAME.zones",
				"https.acme.fallbacks[n].external-account-binding.mac-key",
				"https.acme.dns.providers.NAME.rfc2136.key.secret");
	}

	@Test
	void everyLimitSaysWhatItLimits() {
		assertThat(metadata.properties()
			.stream()
			.filter((property) -> property.name().startsWith("https.acme.limits."))
			.map(Property::description)).hasSize(9).doesNotHaveDuplicates();
	}

	@Test
	void switchesSayWhether() {
		assertThat(properties().filter((property) -> property.type().endsWith("Boolean"))).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.description()).startsWith("Whether "));
	}

	@Test
	void secretsSayThatTheyAre() {
		assertThat(properties().filter((property) -> property.name().matches(".*\\.(mac-key|secret|password)")))
			.hasSizeGreaterThan(4)
			.allSatisfy((property) -> assertThat(property.description()).endsWith("Keep it secret."));
	}

	@Test
	void timesHaveADefaultOrAnExample() {
		assertThat(properties().filter((property) -> property.type().equals("java.time.Duration"))).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.defaultValue() + property.description()).as(property.name())
				.containsPattern("\\d(ms|s|m|h|d)"));
	}

	@Test
	void noPropertyHasANameThatOthersOwn() {
		assertThat(properties().map(Property::name))
			.noneMatch((name) -> OWNED_BY_OTHERS.stream().anyMatch(name::startsWith));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.acme.server", "https.acme.fallbacks[n].server" })
	void theServersThatHaveANameAreOfferedAndAnyOtherIsAllowed(String property) {
		assertThat(metadata.get(property).offered()).containsExactly(AcmeServer.names().split(", "));
		assertThat(metadata.get(property).open()).isTrue();
	}

	@Test
	void aServerForTrialsIsOfferedAndAnyOtherIsAllowed() {
		assertThat(metadata.get("https.acme.trial-server").offered()).containsExactly("letsencrypt-staging");
		assertThat(metadata.get("https.acme.trial-server").open()).isTrue();
	}

	@Test
	void theServersThatHaveANameAreNamedInTheSentence() {
		assertThat(metadata.get("https.acme.server").description()).contains(AcmeServer.names());
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.acme.challenges", "https.certificates.NAME.challenges" })
	void theChallengeTypesAreOffered(String property) {
		assertThat(metadata.get(property).offered()).containsExactly("http-01", "tls-alpn-01", "dns-01",
				"dns-persist-01");
		assertThat(metadata.get(property).open()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.acme.profile", "https.certificates.NAME.profile" })
	void theProfilesOfLetsEncryptAreOfferedAndAnyOtherIsAllowed(String property) {
		assertThat(metadata.get(property).offered()).containsExactly("classic", "tlsserver", "shortlived");
		assertThat(metadata.get(property).open()).isTrue();
	}

	@Test
	void theKeyTypesAreOffered() {
		List<String> known = Stream.of(KeyType.values()).map(KeyType::id).toList();
		assertThat(metadata.get("https.certificates.NAME.key-types").offered()).containsExactlyElementsOf(known);
		assertThat(metadata.get("https.certificates.NAME.key-types").description()).contains(String.join(", ", known));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "https.acme.dns.rfc2136.key.algorithm", "https.acme.dns.providers.NAME.rfc2136.key.algorithm" })
	void theAlgorithmsOfAKeyAreOffered(String property) {
		List<String> offered = metadata.get(property).offered();
		assertThat(offered).isNotEmpty()
			.allSatisfy((algorithm) -> assertThat(new Rfc2136Settings.Key("acme", algorithm, "AAAA").algorithm())
				.isEqualTo(algorithm));
		assertThatIllegalArgumentException().isThrownBy(() -> new Rfc2136Settings.Key("acme", "none", "AAAA"))
			.withMessage("is none of " + String.join(", ", offered));
	}

	@Test
	void whereOnlySomeWordsAreTakenAllOfThemAreOffered() {
		assertThat(properties().filter((property) -> type(property).isEnum())).extracting(Property::name)
			.contains("https.issuer", "https.acme.preflight", "https.unknown-host", "https.store.type",
					"https.acme.dns.propagation.ask", "https.certificates.NAME.issuer");
		assertThat(properties().filter((property) -> type(property).isEnum())).allSatisfy((property) -> {
			assertThat(property.offered()).as(property.name())
				.containsExactlyElementsOf(Arrays.stream(type(property).getEnumConstants())
					.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
					.toList());
			assertThat(property.open()).isFalse();
		});
	}

	@Test
	void everyDefaultIsAmongWhatIsOffered() {
		assertThat(
				properties().filter((property) -> !property.values().isEmpty() && !property.defaultValue().isEmpty()))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(property.offered()).contains(property.defaultValue()));
	}

	@Test
	void everyHintBelongsToAProperty() {
		assertThat(metadata.properties().stream().map(Property::name).toList()).containsAll(metadata.hints());
	}

	@Test
	void everyHintIsExplained() {
		assertThat(properties().flatMap((property) -> property.values().stream())).isNotEmpty()
			.allSatisfy((value) -> assertThat(value.description()).matches(SENTENCE));
	}

	private static Stream<Property> properties() {
		return Stream.concat(metadata.properties().stream(), metadata.elements().stream())
			.filter((property) -> property.name().startsWith("https.")
					|| property.name().startsWith("management.health."));
	}

	private static Class<?> type(Property property) {
		String name = property.type().replaceAll("<.*", "");
		return ClassUtils.resolveClassName(name, null);
	}

}
