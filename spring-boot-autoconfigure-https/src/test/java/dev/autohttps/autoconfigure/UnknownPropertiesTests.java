package dev.autohttps.autoconfigure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody reads who misremembers a name.
 */
@Tag("once")
class UnknownPropertiesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https.domain                         | did you mean https.domains?
			https.acme.servr                     | did you mean https.acme.server?
			https.acme.dns.resolver              | did you mean https.acme.dns.resolvers?
			https.acme.dns.rfc2136.serer         | did you mean https.acme.dns.rfc2136.server?
			https.certificates.shop.domain       | did you mean https.certificates.shop.domains?
			https.contact                        | write https.acme.contact
			https.acme.email                     | write https.acme.contact
			https.acme.tosAgreed                 | write https.acme.terms-of-service-agreed
			https.terms-of-service-agreed        | write https.acme.terms-of-service-agreed
			https.acme.url                       | write https.acme.server
			https.acme.directory-url             | write https.acme.server
			https.staging                        | write https.acme.server=letsencrypt-staging
			https.port                           | server.port is the port of HTTPS, and https.http.port the plain one
			https.key-types                      | write https.certificates.NAME.key-types
			https.renewal.days                   | known are https.renewal.remaining
			https.domains.shop                   | nothing belongs below https.domains
			""")
	void whatToWriteIsSaid(String name, String remedy) {
		assertThat(described(Map.of(name, "s3cret", "https.renewal.remaining", "0.5"))).singleElement()
			.asString()
			.startsWith("There is no property '")
			.contains("\"" + name + "\" from property source \"file\"")
			.endsWith("so it does nothing: " + remedy)
			.doesNotContain("s3cret");
	}

	@ParameterizedTest
	@CsvSource({ "https.acme, https.acme.contact", "https.http, https.http.port", "https.store, https.store.directory",
			"https.acme.external-account-binding, https.acme.external-account-binding.key-id" })
	void aValueBesidePropertiesBelowItIsNamed(String name, String below) {
		assertThat(described(Map.of(name, "s3cret", below, "80"))).singleElement()
			.asString()
			.startsWith("Property '" + name + "' (")
			.contains("has no value itself, so this does nothing: known below it are https.")
			.contains(below)
			.doesNotContain("s3cret");
	}

	@Test
	void theFirstPartThatIsNotKnownIsNamedOnce() {
		assertThat(described(Map.of("https.tls.protocols", "a", "https.tls.ciphers", "b"))).singleElement()
			.asString()
			.contains("'https.tls'")
			.contains("known are https.acme, https.certbot, https.certificates, ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.proxyHost", "https.proxyPort", "https.proxy-host", "https.protocols",
			"https.cipherSuites" })
	void whatBelongsToTheJdkIsPassedOver(String name) {
		assertThat(described(Map.of(name, "x"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "HTTPS_DOMAIN, HTTPS_DOMAINS", "HTTPS_DOMAIN_0, HTTPS_DOMAINS", "HTTPS_ISSUSER, HTTPS_ISSUER",
			"https_domain, HTTPS_DOMAINS", "HTTPS_ACME_CONTACTS, HTTPS_ACME_CONTACT",
			"HTTPS_ACME_TERMS_OF_SERVICE_AGREE, HTTPS_ACME_TERMS_OF_SERVICE_AGREED",
			"HTTPS_ACME_TERMOFSERVICEAGREED, HTTPS_ACME_TERMSOFSERVICEAGREED",
			"HTTPS_STORE_DIR_ECTORY, HTTPS_STORE_DIRECTORY" })
	void anEnvironmentVariableThatIsAllButAPropertyIsNamed(String name, String meant) {
		assertThat(new UnknownProperties(environment(Map.of(name, "s3cret"))).describe())
			.containsExactly("Environment variable " + name.toUpperCase(Locale.ROOT)
					+ " sets no property, so it does nothing: did you mean " + meant + "?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTPS_DOMAINS", "HTTPS_DOMAINS_0", "HTTPS_ACME_TERMSOFSERVICEAGREED",
			"HTTPS_ACME_TERMS_OF_SERVICE_AGREED", "HTTPS_CERTIFICATES_SHOP_DOMAINS",
			"HTTPS_CERTIFICATES_SHOP_DOMAINS_0", "HTTPS_ACME_FALLBACKS_0_SERVER",
			"HTTPS_ACME_EXTERNALACCOUNTBINDING_MACKEY", "HTTPS_STORE_DIRECTORY", "HTTPS_HTTP_PORT",
			"HTTPS_ACME_DNS_RFC2136_KEY_SECRET", "HTTPS", "HTTPS_PORT", "HTTPS_PROXY", "HTTPS_SERVICE_HOST",
			"HTTPS_PORT_443_TCP_ADDR", "HTTPS_STORE_PORT", "HTTPS_REDIRECT_SERVICE_PORT" })
	void environmentVariablesThatArePropertiesOrForOthersArePassedOver(String name) {
		assertThat(new UnknownProperties(environment(Map.of(name, "1"))).describe()).isEmpty();
	}

	@Test
	void environmentVariablesAndSystemPropertiesArePassedOver() {
		StandardEnvironment environment = environment(
				Map.of("HTTPS_PORT", "443", "HTTPS_PROXY", "proxy.example:3128", "HTTPS_WHATEVER", "x"));
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
					new MapPropertySource(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
							Map.of("https.proxyHost", "proxy.example", "https.whatever", "x")));
		ConfigurationPropertySources.attach(environment);
		assertThat(new UnknownProperties(environment).describe()).isEmpty();
	}

	@Test
	void whatIsKnownIsPassedOverAlsoWithoutAValue() {
		Map<String, Object> properties = new HashMap<>();
		for (String name : List.of("https.hsts.max-age", "https.issuer", "https.acme.contact", "https.http.port",
				"https.acme.dns.exec.timeout")) {
			properties.put(name, "");
		}
		properties.put("https.domains[0]", "shop.example");
		properties.put("https.acme.dns.exec.environment.ANYTHING", "x");
		properties.put("https.acme.dns.providers.inside.exec.environment.a.b", "x");
		properties.put("https.certificates[My Shop].keyTypes", "rsa-2048");
		properties.put("https.acme.fallbacks[0].limits.new_orders.count", "3");
		assertThat(described(properties)).isEmpty();
	}

	@Test
	void aValueThatCannotBeReadIsToldElsewhere() {
		assertThat(described(Map.of("https.issuer", "nobody"))).isEmpty();
	}

	private static StandardEnvironment environment(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private static List<String> described(Map<String, ?> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("file", new LinkedHashMap<>(properties)));
		ConfigurationPropertySources.attach(environment);
		return new UnknownProperties(environment).describe();
	}

}
