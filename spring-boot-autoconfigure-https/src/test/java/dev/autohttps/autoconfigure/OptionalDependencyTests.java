package dev.autohttps.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import dev.autohttps.TestApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application from whose class path something is missing that is optional: it starts,
 * keeps its certificate, and nothing is loaded that would need what is missing.
 */
@Tag("once")
class OptionalDependencyTests {

	private static final String KEEPER = "dev.autohttps.renewal.CertificateKeeper";

	/**
	 * What has nothing to do with us, and would take its time.
	 */
	private static final Pattern BALLAST = Pattern
		.compile("^(spring-boot-(webmvc|jackson|security|micrometer|http-converter)|spring-webmvc|spring-security)");

	@TempDir
	Path store;

	/**
	 * The JDK looks for its generators once, by the class loader of the thread that
	 * happens to ask first.
	 */
	@BeforeAll
	static void findTheGeneratorsOfRandomNumbers() {
		assertThat(RandomGenerator.getDefault()).isNotNull();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "Actuator, spring-boot-actuator, dev.autohttps.actuate.CertificatesEndpoint",
			"health, spring-boot-health, dev.autohttps.actuate.CertificatesHealthIndicator",
			"Micrometer, micrometer-core, dev.autohttps.actuate.(.*Meters|CertificateGauges)|dev.autohttps.autoconfigure.CaMetering",
			"observations, micrometer-observation, dev.autohttps.actuate.(.*Observation|ObservedAttempt)",
			"tracing, micrometer-tracing, io.micrometer.tracing",
			"Tomcat, spring-boot-tomcat|tomcat-embed, dev.autohttps.server",
			"Jetty, spring-boot-jetty|jetty-, dev.autohttps.server",
			"Netty, spring-boot-reactor-netty|reactor-netty|netty-, dev.autohttps.server",
			"the servlet API, jakarta.servlet-api|tomcat-embed, dev.autohttps.web.(ServletExchange|HstsFilter)",
			"Spring Web, spring-web, dev.autohttps.web", "web server, spring-boot-web-server, dev.autohttps.server",
			"Testcontainers, testcontainers|spring-boot-testcontainers|docker-java, dev.autohttps.testcontainers.PebbleContainer$|com.github.dockerjava",
			"Docker Compose, spring-boot-docker-compose, dev.autohttps.docker.compose.(ServiceFile|.*Details$)",
			"dnsjava, dnsjava, org.xbill|dev.autohttps.acme.dns.rfc2136.Rfc2136DnsRecords",
			"the clients of tests, spring-boot-(resttestclient|restclient|webtestclient), dev.autohttps.testing|dev.autohttps.autoconfigure.(RestTest|TestRest|WebTest)",
			"everything, micrometer|spring-boot-(actuator|health|tomcat|jetty|netty|reactor|web-server|servlet)|tomcat-embed|jetty-"
					+ "|reactor-|netty-|jakarta.servlet|spring-web, " + "dev.autohttps.(actuate|server|web)" })
	void theCertificateIsKeptWithout(String name, String without, String needing) throws Exception {
		try (Missing loader = new Missing(without)) {
			Set<String> beans = loader.run(this.store, false);
			assertThat(beans).contains("httpsCertificateKeepers", "httpsSslBundles", "httpsRenewalScheduler");
			assertThat(loader.loaded).contains(KEEPER)
				.noneMatch((type) -> Pattern.compile("^(" + needing + ")").matcher(type).find());
		}
		assertThat(this.store.resolve("local/root.crt")).exists();
	}

	@Test
	void aTestWithClientsRunsWithoutAWebServer() throws Exception {
		try (Missing loader = new Missing("spring-boot-web-server")) {
			assertThat(loader.run(this.store, true)).contains("httpsCertificateKeepers")
				.noneMatch((name) -> name.contains("TestClient") || name.contains("TestRestTemplate")
						|| name.contains("restTestClient"));
			assertThat(loader.loaded).contains(KEEPER).anyMatch((type) -> type.contains("OnServedTlsCondition"));
		}
	}

	/**
	 * What the annotations for the clients of tests import.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RestTestClientHttpsAutoConfiguration.class, TestRestTemplateHttpsAutoConfiguration.class,
			WebTestClientHttpsAutoConfiguration.class })
	static class Clients {

	}

	/**
	 * The application that runs on the other class path.
	 */
	public static final class Application {

		private Application() {
		}

		public static Set<String> run(String store, Boolean clients) {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(TestApplication.class)
				.sources(clients ? new Class<?>[] { Clients.class } : new Class<?>[0])
				.web(WebApplicationType.NONE)
				.registerShutdownHook(false)
				.run("--https.store.directory=" + store, "--spring.main.banner-mode=off",
						"--logging.register-shutdown-hook=false")) {
				return Set.of(context.getBeanDefinitionNames());
			}
		}

	}

	/**
	 * The class path of this test without what is missing.
	 */
	private static final class Missing extends URLClassLoader {

		private final Set<String> loaded = ConcurrentHashMap.newKeySet();

		Missing(String without) {
			super(path(Pattern.compile("^(" + without + ")")), ClassLoader.getPlatformClassLoader());
		}

		@SuppressWarnings("unchecked")
		Set<String> run(Path store, boolean clients) throws ReflectiveOperationException, IOException {
			ClassLoader former = Thread.currentThread().getContextClassLoader();
			Thread.currentThread().setContextClassLoader(this);
			try {
				return (Set<String>) loadClass(Application.class.getName())
					.getMethod("run", String.class, Boolean.class)
					.invoke(null, store.toString(), clients);
			}
			finally {
				Thread.currentThread().setContextClassLoader(former);
			}
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			Class<?> found = super.findClass(name);
			this.loaded.add(name);
			return found;
		}

		private static URL[] path(Pattern without) {
			List<String> whole = List
				.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
					.split(File.pathSeparator));
			List<String> rest = whole.stream()
				.filter((entry) -> !without.matcher(Path.of(entry).getFileName().toString()).find())
				.toList();
			assertThat(rest).hasSizeLessThan(whole.size());
			return rest.stream()
				.filter((entry) -> !BALLAST.matcher(Path.of(entry).getFileName().toString()).find())
				.map(Missing::url)
				.toArray(URL[]::new);
		}

		private static URL url(String entry) {
			try {
				return Path.of(entry).toUri().toURL();
			}
			catch (MalformedURLException ex) {
				throw new IllegalArgumentException(ex);
			}
		}

	}

}
