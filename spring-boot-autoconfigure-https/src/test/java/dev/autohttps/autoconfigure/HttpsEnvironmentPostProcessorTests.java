package dev.autohttps.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

import dev.autohttps.TestApplication;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.store.file.FileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ports of an application that sets none, and of one that does.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpsEnvironmentPostProcessorTests {

	private static final String TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true";

	@TempDir
	Path files;

	@ParameterizedTest
	@ValueSource(strings = { "", "https.issuer=local", "https.domains=shop.example https.issuer=local",
			"https.domains=shop.example " + TEST, "https.domains=shop.example https.issuer= " + TEST,
			"https.local.domains=shop.localhost" })
	void theLocalCaHasThePortsOfWhoeverIsNoAdministrator(String properties) {
		assertThat(ports(properties)).isEqualTo("8443 8080");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.domains=shop.example", "https.domains[0]=shop.example",
			"https.certificates.shop.domains=shop.example", "https.issuer=acme", "https.issuer=ACME",
			"https.domains=shop.example https.issuer=acme " + TEST })
	void aCaHasThePortsThatItAsks(String properties) {
		assertThat(ports(properties)).isEqualTo("443 80");
	}

	@ParameterizedTest
	@CsvSource({ "server.port=0, 0 0", "server.port=0 https.domains=shop.example, 0 0",
			"server.port=0 https.domains=shop.example https.issuer=acme, 0 0", "server.port=9443, 9443 8080",
			"server.port=9443 https.domains=shop.example, 9443 80", "https.http.port=9080, 8443 9080",
			"server.port=0 https.http.port=9080, 0 9080", "server.port=9443 https.http.port=0, 9443 0" })
	void whatTheUserSetsStays(String properties, String ports) {
		assertThat(ports(properties)).isEqualTo(ports);
	}

	@Test
	void aFileOfPropertiesWins() throws Exception {
		Path file = Files.writeString(this.files.resolve("application.yaml"),
				"server.port: 9443\nhttps.http.port: 9080\n");
		assertThat(ports("spring.config.location=" + file)).isEqualTo("9443 9080");
	}

	@Test
	void aProfileWins() throws Exception {
		Files.writeString(this.files.resolve("application-shop.yaml"), "https.domains: shop.example\n");
		Files.writeString(this.files.resolve("application.yaml"), "spring.profiles.active: shop\n");
		assertThat(ports("spring.config.location=" + this.files + "/")).isEqualTo("443 80");
	}

	@Test
	void theEnvironmentOfTheProcessWins() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("SERVER_PORT", "9443", "HTTPS_HTTP_PORT", "9080")));
		assertThat(ports((application) -> application.environment(environment))).isEqualTo("9443 9080");
	}

	@Test
	void theEnvironmentOfTheProcessNamesDomains() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("HTTPS_DOMAINS", "shop.example", "HTTPS", "on", "HTTPS_PROXY", "http://proxy:3128",
									"HTTPS_PORT", "443")));
		assertThat(ports((application) -> application.environment(environment))).isEqualTo("443 80");
	}

	@Test
	void theDefaultPropertiesOfTheApplicationWin() {
		assertThat(ports((application) -> application.properties("server.port=9443", "https.http.port=9080")))
			.isEqualTo("9443 9080");
	}

	@Test
	void aPropertySourceOfTheApplicationWins() {
		assertThat(ports((application) -> application.sources(WithPropertySource.class))).isEqualTo("9443 9080");
	}

	@Test
	void thereIsNoPropertySourceIfHttpsIsSwitchedOff() {
		try (ConfigurableApplicationContext context = run(Empty.class, "--https.enabled=false")) {
			assertThat(context.getEnvironment().getPropertySources().stream().map((source) -> source.getName()))
				.doesNotContain(DefaultPropertiesPropertySource.NAME);
			assertThat(context.getEnvironment().containsProperty("server.port")).isFalse();
		}
	}

	@Test
	void aTestHasLocalNamesInATemporaryStoreAndIsTold(CapturedOutput output) {
		Path store;
		try (ConfigurableApplicationContext context = application(TestApplication.class).web(WebApplicationType.SERVLET)
			.run("--" + TEST, "--https.domains=shop.example", "--server.port=0")) {
			store = context.getBean(FileStore.class).getDirectory();
			assertThat(store).startsWith(Path.of(System.getProperty("java.io.tmpdir"))).isDirectory();
			assertThat(context.getBean(LiveCertificates.class).current().named("https")).singleElement()
				.satisfies((live) -> assertThat(live.domains().names()).contains("localhost"));
		}
		assertThat(store).doesNotExist();
		assertThat(output).containsOnlyOnce("The local CA issues for local names in place of [https], because this is "
				+ "a test; set https.issuer to have the configured domains");
	}

	@Test
	void aTestThatNamesItsIssuerHasTheNamesThatItNames() {
		try (ConfigurableApplicationContext context = run(TestApplication.class, "--" + TEST,
				"--https.domains=shop.localhost", "--https.issuer=local",
				"--https.store.directory=" + this.files.resolve("store"))) {
			// It has no web server, so nothing starts by itself.
			context.start();
			assertThat(context.getBean(LiveCertificates.class).current().named("https")).singleElement()
				.satisfies((live) -> assertThat(live.domains().names()).containsExactly("shop.localhost"));
			assertThat(context.getBean(FileStore.class).getDirectory()).isEqualTo(this.files.resolve("store"));
		}
	}

	@Test
	void aRandomPortHasLocalNamesAndIsTold(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(TestApplication.class, "--server.port=0",
				"--https.domains=shop.example", "--https.store.directory=" + this.files.resolve("store"))) {
			assertThat(context.getBean(LiveCertificates.class).current().named("https")).singleElement()
				.satisfies((live) -> assertThat(live.domains().names()).contains("localhost"));
		}
		assertThat(output)
			.containsOnlyOnce("because server.port is 0; set https.issuer to have the configured domains");
	}

	private static String ports(String properties) {
		String[] arguments = Arrays.stream(properties.split(" "))
			.filter((property) -> !property.isEmpty())
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		return ports((application) -> {
		}, arguments);
	}

	private static String ports(Consumer<SpringApplicationBuilder> configuration, String... arguments) {
		SpringApplicationBuilder application = application(Empty.class);
		configuration.accept(application);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			Environment environment = context.getEnvironment();
			return environment.getProperty("server.port") + " " + environment.getProperty("https.http.port");
		}
	}

	private static ConfigurableApplicationContext run(Class<?> source, String... arguments) {
		return application(source).run(arguments);
	}

	private static SpringApplicationBuilder application(Class<?> source) {
		return new SpringApplicationBuilder(source).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Empty {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@PropertySource("classpath:dev/autohttps/autoconfigure/ports.properties")
	static class WithPropertySource {

	}

}
