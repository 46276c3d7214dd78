package dev.autohttps.autoconfigure;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.actuate.CertificatesEndpoint;
import dev.autohttps.actuate.CertificatesHealthIndicator;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.Store;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.server.tomcat.TomcatHttpsCustomizer;
import dev.autohttps.store.file.FileStore;
import dev.autohttps.ssl.ServerTlsConfigurer;
import dev.autohttps.web.PortResponders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which beans an application has.
 */
class HttpsAutoConfigurationTests {

	private static final AutoConfigurations ALL = AutoConfigurations.of(SslAutoConfiguration.class,
			AcmeAutoConfiguration.class, CertificatesEndpointAutoConfiguration.class,
			CertificatesHealthContributorAutoConfiguration.class, HttpsWebAutoConfiguration.class,
			HttpsChallengesAutoConfiguration.class, HttpsAutoConfiguration.class, TomcatHttpsAutoConfiguration.class);

	@TempDir
	Path files;

	private ApplicationContextRunner application;

	private WebApplicationContextRunner war;

	private WebApplicationContextRunner server;

	@BeforeEach
	void prepare() {
		String[] properties = { "https.store.directory=" + this.files.resolve("store"), "server.port=0",
				"https.http.port=0", "management.endpoints.web.exposure.include=*" };
		this.application = new ApplicationContextRunner().withConfiguration(ALL).withPropertyValues(properties);
		this.war = new WebApplicationContextRunner().withConfiguration(ALL).withPropertyValues(properties);
		this.server = new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(ALL)
			.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class))
			.withPropertyValues(properties);
	}

	@Test
	void aServerHasCertificatesPortsAndFilter() {
		this.server.run((context) -> {
			assertThat(context).hasSingleBean(CertificateKeepers.class)
				.hasSingleBean(TomcatHttpsCustomizer.class)
				.hasSingleBean(ServerTlsConfigurer.class)
				.hasSingleBean(CertificatesEndpoint.class)
				.hasSingleBean(CertificatesHealthIndicator.class);
			assertThat(connectors(context)).isEqualTo(2);
		});
	}

	@Test
	void aLocalCaGoesWithoutTheWaysToProveControl() {
		this.server.run((context) -> {
			ConfigurableListableBeanFactory beans = context.getSourceApplicationContext().getBeanFactory();
			assertThat(beans.getBeanNamesForType(ChallengeSolver.class)).hasSize(2).noneMatch(beans::containsSingleton);
			assertThat(context.getBean(ChallengeSolvers.class).types()).containsExactlyInAnyOrder("http-01",
					"tls-alpn-01");
			assertThat(beans.getBeanNamesForType(ChallengeSolver.class)).allMatch(beans::containsSingleton);
		});
	}

	@Test
	void nothingIsThereIfItIsSwitchedOff() {
		this.server.withPropertyValues("https.enabled=false").run((context) -> {
			assertThat(ours(context)).isEmpty();
			assertThat(connectors(context)).isEqualTo(1);
			assertThat(context.getBean(SslBundles.class).getBundleNames()).isEmpty();
		});
		assertThat(this.files).isEmptyDirectory();
	}

	@Test
	void anApplicationWithoutAServerKeepsItsCertificates() {
		this.application.run((context) -> {
			assertThat(live(context).certificate().names()).contains("localhost");
			assertThat(context).doesNotHaveBean(PortResponders.class)
				.doesNotHaveBean(ServerTlsConfigurer.class)
				.doesNotHaveBean(TomcatHttpsCustomizer.class)
				.doesNotHaveBean(FilterRegistrationBean.class);
		});
	}

	@Test
	void aWarKeepsItsCertificatesAndLeavesServerPortsAndFiltersToItsContainer() {
		this.war.run((context) -> {
			assertThat(live(context).certificate().names()).contains("localhost");
			assertThat(context).doesNotHaveBean(PortResponders.class)
				.doesNotHaveBean(ServerTlsConfigurer.class)
				.doesNotHaveBean(TomcatHttpsCustomizer.class)
				.doesNotHaveBean(FilterRegistrationBean.class);
		});
	}

	@Test
	void aReactiveApplicationStarts() {
		new ReactiveWebApplicationContextRunner().withConfiguration(ALL)
			.withPropertyValues("https.store.directory=" + this.files.resolve("store"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CertificateKeepers.class)
				.doesNotHaveBean(FilterRegistrationBean.class));
	}

	@ParameterizedTest
	@CsvSource({ "org.springframework.boot.health, certificatesHealthIndicator",
			"org.springframework.boot.health, sslHealthIndicator",
			"org.springframework.boot.tomcat, tomcatHttpsCustomizer", "jakarta.servlet, httpsChallengeFilter",
			"org.springframework.web, httpsChallengeResponder" })
	void whatNeedsAMissingDependencyIsLeftOut(String missing, String bean) {
		this.application.withClassLoader(new FilteredClassLoader(missing)).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(CertificateKeepers.class);
			assertThat(context).doesNotHaveBean(bean);
		});
	}

	@Test
	void theEndpointIsLeftOutIfItIsNotExposed() {
		this.application.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(CertificatesEndpoint.class));
	}

	@Test
	void aStoreOfTheApplicationIsUsedInPlaceOfOurs() {
		FileStore own = new FileStore(this.files.resolve("own"));
		this.application.withBean("own", Store.class, () -> own).run((context) -> {
			assertThat(context.getBean(Store.class)).isSameAs(own);
			assertThat(live(context).certificate().names()).contains("localhost");
		});
		assertThat(this.files.resolve("own/local/root.crt")).exists();
		assertThat(this.files.resolve("store")).doesNotExist();
	}

	@Test
	void whatATestStartsByHandHasAStoreThatVanishesWithIt() {
		List<Path> stores = new ArrayList<>();
		this.application.withPropertyValues("https.store.directory=").run((context) -> {
			Path store = ((FileStore) context.getBean(Store.class)).getDirectory();
			assertThat(store).isEqualTo(context.getBean(TemporaryDirectory.class).path()).isDirectory();
			stores.add(store);
		});
		assertThat(stores).singleElement().satisfies((store) -> assertThat(store).doesNotExist());
	}

	@Test
	void aThreadThatNoTestFrameworkRunsIsNone() throws Exception {
		assertThat(TestThread.isCurrent()).isTrue();
		AtomicBoolean elsewhere = new AtomicBoolean(true);
		Thread thread = new Thread(() -> elsewhere.set(TestThread.isCurrent()));
		thread.start();
		thread.join();
		assertThat(elsewhere).isFalse();
	}

	@Test
	void aClockOfTheApplicationSaysNothingAboutCertificates() {
		Clock past = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
		this.application.withBean("clock", Clock.class, () -> past)
			.run((context) -> assertThat(live(context).certificate().notBefore())
				.isBetween(Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofMinutes(1))));
	}

	@Test
	void theClockThatIsNamedForItIsUsed() {
		Instant then = Instant.now().plus(Duration.ofDays(1000)).truncatedTo(ChronoUnit.SECONDS);
		this.application.withBean("clock", Clock.class, Clock::systemUTC)
			.withBean(HttpsAutoConfiguration.CLOCK, InstantSource.class, () -> () -> then)
			.run((context) -> assertThat(live(context).certificate().notBefore()).isBeforeOrEqualTo(then)
				.isAfter(then.minus(Duration.ofDays(2))));
	}

	@Test
	void eachCertificateIsAnSslBundle() {
		this.application
			.withPropertyValues("https.issuer=local", "https.certificates.one.domains=one.localhost",
					"https.certificates.two.domains=two.localhost", "https.certificates.two.key-types=ec-p256,rsa-2048",
					"https.default-certificate=two")
			.run((context) -> {
				assertThat(context.getBean(SslBundles.class).getBundleNames()).containsExactlyInAnyOrder("one", "two",
						"https-trust");
				SslBundle two = context.getBean(SslBundles.class).getBundle("two");
				assertThat(two.getStores().getKeyStore().size()).isEqualTo(2);
				assertThat(two.createSslContext()).isNotNull();
				assertThat(context.getBean(LiveCertificates.class).current().defaults()).hasSize(2);
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void nobodyStandsInForTheLocalCa(CapturedOutput output) {
		String[] certificates = { "https.certificates.shop.domains=shop.test", "https.certificates.shop.issuer=local",
				"https.default-certificate=shop" };
		this.application.withPropertyValues(certificates)
			.run((context) -> assertThat(names(context, "shop")).containsExactly("shop.test"));
		assertThat(output).doesNotContain("in place of");
		this.application.withPropertyValues(certificates)
			.withPropertyValues("https.domains=shop.example")
			.run((context) -> {
				assertThat(names(context, "shop")).containsExactly("shop.test");
				assertThat(names(context, "https")).contains("localhost");
			});
		assertThat(output).contains("in place of [https], because server.port is 0");
	}

	@Test
	void whatTheFirstStartObtainedTheSecondServes() {
		String[] serials = new String[2];
		for (int i = 0; i < 2; i++) {
			int start = i;
			this.application.run((context) -> serials[start] = live(context).certificate().serial());
		}
		assertThat(serials[1]).isEqualTo(serials[0]);
	}

	private static List<String> names(ApplicationContext context, String name) {
		return context.getBean(LiveCertificates.class).current().named(name).get(0).certificate().names();
	}

	private static LiveCertificate live(ApplicationContext context) {
		return context.getBean(LiveCertificates.class).current().named("https").get(0);
	}

	private static int connectors(AssertableWebApplicationContext context) {
		WebServerApplicationContext server = (WebServerApplicationContext) context.getSourceApplicationContext();
		return ((TomcatWebServer) server.getWebServer()).getTomcat().getService().findConnectors().length;
	}

	private static Stream<String> ours(ApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.filter((name) -> context.getType(name) != null
					&& context.getType(name).getName().startsWith("dev.autohttps."));
	}

}
