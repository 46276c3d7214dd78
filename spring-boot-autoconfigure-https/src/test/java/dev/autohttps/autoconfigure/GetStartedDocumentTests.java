package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.autohttps.EchoController;
import dev.autohttps.RunningApplication;
import dev.autohttps.TestApplication;
import dev.autohttps.store.file.FileStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/get-started.md} and {@code docs/production.md} have people write.
 */
@Tag("once")
class GetStartedDocumentTests {

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	@TempDir
	private Path store;

	@Test
	void anApplicationWithoutTheStarterTrustsTheRootByABundle() throws IOException {
		String yaml = snippet("get-started.md", "truststore:");
		Path home = Files.createDirectories(this.store.resolve("home/.local/share/autohttps"));
		try (RunningApplication application = RunningApplication.start(home,
				List.of(TestApplication.class, EchoController.class))) {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
				.withPropertyValues(properties(yaml.replace("${user.home}", this.store.resolve("home").toString())))
				.run((context) -> {
					HttpClient client = HttpClient.newBuilder()
						.sslContext(context.getBean(SslBundles.class).getBundle("local").createSslContext())
						.connectTimeout(Duration.ofSeconds(30))
						.build();
					assertThat(client
						.send(HttpRequest.newBuilder(URI.create(application.https("/").toString()))
							.timeout(Duration.ofSeconds(60))
							.build(), BodyHandlers.discarding())
						.statusCode()).isEqualTo(200);
				});
		}
	}

	@Test
	void otherLocalNamesAreServed() throws IOException {
		try (RunningApplication application = RunningApplication.start(this.store,
				List.of(TestApplication.class, EchoController.class),
				properties(snippet("get-started.md", "issuer: local")))) {
			assertThat(application.bean(WantedCertificates.class)
				.all()
				.iterator()
				.next()
				.spec()
				.domains()
				.stream()
				.toList()).extracting(Object::toString).containsExactly("shop.localhost", "shop.test");
		}
	}

	@ParameterizedTest
	@CsvSource({ "'', , letsencrypt", "staging, shop.staging.example, letsencrypt-staging",
			"production, 'shop.example,www.shop.example', letsencrypt" })
	void oneFileServesAllProfiles(String profile, String domains, String server) throws IOException {
		Path file = Files.writeString(this.store.resolve("application.yml"),
				snippet("production.md", "on-profile: staging"));
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--spring.config.location=" + file,
				"--spring.profiles.active=" + profile)) {
			HttpsProperties bound = Binder.get(context.getEnvironment()).bindOrCreate("https", HttpsProperties.class);
			assertThat(bound.domains()).isEqualTo((domains != null) ? List.of(domains.split(",")) : null);
			assertThat(bound.acme().server()).isEqualTo(server);
			assertThat(warnings(context.getEnvironment(), bound)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--https.domains=shop.example --https.acme.server=letsencrypt-staging" })
	void theWarningsOfAProductionProfileAreThere(String properties) throws IOException {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application
			.run(("--spring.profiles.active=production " + properties).split(" "))) {
			HttpsProperties bound = Binder.get(context.getEnvironment()).bindOrCreate("https", HttpsProperties.class);
			assertThat(warnings(context.getEnvironment(), bound)).singleElement()
				.satisfies((warning) -> assertThat(document("production.md")).contains(warning + "\n"));
		}
	}

	@Test
	void theWarningOfAStoreOnAContainersLayerIsThere() throws IOException {
		Path home = Path.of("/home/app/.local/share/autohttps");
		String where = new Mounts(List.of("1 0 0:57 / / rw - overlay overlay rw"), false).vanishing(home);
		assertThat(document("production.md"))
			.contains("The store " + home + " is " + where + ", and is lost with it: ");
	}

	private List<String> warnings(ConfigurableEnvironment environment, HttpsProperties properties) {
		WantedCertificates wanted = new WantedCertificates(properties,
				new CertificateReader(properties, (domain) -> false), StandIn.reason(environment));
		return new StartWarnings(environment, properties, wanted, new FileStore(this.store), () -> null,
				() -> new Mounts(List.of(), false))
			.all();
	}

	private static String[] properties(String yaml) {
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		Properties properties = factory.getObject();
		assertThat(properties).isNotEmpty();
		return properties.stringPropertyNames()
			.stream()
			.map((name) -> name + "=" + properties.getProperty(name))
			.toArray(String[]::new);
	}

	private static String snippet(String document, String part) throws IOException {
		return YAML.matcher(document(document))
			.results()
			.map((MatchResult match) -> match.group(1))
			.filter((yaml) -> yaml.contains(part))
			.findFirst()
			.orElseThrow();
	}

	private static String document(String name) throws IOException {
		return Files.readString(Path.of("..", "docs", name));
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
