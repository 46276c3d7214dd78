package dev.autohttps.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.CertificateRequest;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import dev.autohttps.acme.ChallengeRequest;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.actuate.CertificateDescriptor;
import dev.autohttps.actuate.CertificatesEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What an application may add at run time, and what is said of what it may not.
 */
class CertificateRegistryTests {

	private static final String TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true";

	@TempDir
	Path store;

	private ApplicationContextRunner application;

	@BeforeEach
	void prepare() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, AcmeAutoConfiguration.class,
					HttpsAutoConfiguration.class, CertificatesEndpointAutoConfiguration.class,
					CertificatesMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.withPropertyValues("https.store.directory=" + this.store, "management.endpoints.web.exposure.include=*");
	}

	@Test
	void aLocalNameIsServedAtOnceWhereNothingIsConfigured() {
		this.application.run((context) -> {
			assertThat(registry(context).add(CertificateRequest.of("shop", "shop.localhost"))).isTrue();
			assertThat(served(context, "shop.localhost")).singleElement()
				.satisfies((one) -> assertThat(one.standing()).isEqualTo(Standing.TRIAL))
				.satisfies((one) -> assertThat(one.certificate().names()).containsExactly("shop.localhost"));
		});
	}

	@Test
	void oneThatIsAddedWhileTheBeansAreMadeIsThereWithTheConfiguredOnes() {
		this.application.withUserConfiguration(Tenants.class)
			.run((context) -> assertThat(served(context, "early.localhost")).singleElement()
				.extracting(LiveCertificate::standing)
				.isEqualTo(Standing.TRIAL));
	}

	@Test
	void aPublicNameIsAskedOfTheCaEvenWhereNothingIsConfigured() {
		this.application.withBean(HttpSolver.class)
			.withPropertyValues("https.acme.server=https://127.0.0.1:1/dir", "https.acme.terms-of-service-agreed=true")
			.run((context) -> {
				registry(context).add(CertificateRequest.of("shop", "shop.example"));
				assertThat(status(context, "shop").issuer()).isEqualTo("https://127.0.0.1:1/dir");
				assertThat(status(context, "https").issuer()).isEqualTo("local CA");
			});
	}

	@Test
	void whatIsWrongWithTheCasPropertiesIsSaidWhenItIsWanted() {
		this.application.withBean(HttpSolver.class).run((context) -> {
			CertificateRequest shop = CertificateRequest.of("shop", "shop.example");
			for (int i = 0; i < 2; i++) {
				assertThatIllegalArgumentException().isThrownBy(() -> registry(context).add(shop))
					.withMessageContaining(
							"because of https.acme.terms-of-service-agreed = 'false': The terms of service of");
			}
			assertThat(registry(context).list()).hasSize(1);
		});
	}

	@Test
	void aTestReachesNoCa() {
		this.application.withPropertyValues("server.port=0").run((context) -> {
			registry(context).add(CertificateRequest.of("shop", "shop.example"));
			registry(context).add(CertificateRequest.of("blog", "blog.localhost"));
			assertThat(status(context, "shop").issuer()).isEqualTo("local CA");
			assertThat(status(context, "shop").spec().domains().names()).contains("localhost");
			assertThat(status(context, "blog").spec().domains().names()).containsExactly("blog.localhost");
		});
	}

	@Test
	void whatIsRefusedInProductionIsRefusedInATest() {
		this.application.withPropertyValues("server.port=0").run((context) -> {
			registry(context).add(CertificateRequest.of("shop", "shop.example"));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> registry(context).add(CertificateRequest.of("other", "shop.example")))
				.withMessageContaining("Certificate 'shop' has that domain already");
		});
	}

	@Test
	void whereATestOpensNoWebServerNothingHasToBeProven() {
		this.application
			.withPropertyValues(TEST, "https.issuer=acme", "https.acme.terms-of-service-agreed=true",
					"https.acme.server=https://127.0.0.1:1/dir", "https.domains=main.example")
			.run((context) -> {
				assertThat(registry(context).add(CertificateRequest.of("shop", "shop.example"))).isTrue();
				assertThat(status(context, "shop").issuer()).isEqualTo("https://127.0.0.1:1/dir");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.issuer=acme", "https.enabled=true" })
	void aChallengeTypeThatDoesNotExistIsRefusedInEveryTest(String property) {
		this.application
			.withPropertyValues(TEST, property, "https.acme.terms-of-service-agreed=true", "https.domains=main.example",
					"https.acme.challenges=htpp-01")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("https.acme.challenges")
				.hasMessageContaining("htpp-01")
				.hasMessageContaining("There is no such challenge type"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aCaThatWouldAskOnOtherPortsIsWarnedOf(CapturedOutput output) {
		ApplicationContextRunner overAcme = this.application.withBean(HttpSolver.class)
			.withPropertyValues("https.acme.server=https://127.0.0.1:1/dir", "https.acme.terms-of-service-agreed=true");
		overAcme.withPropertyValues("https.domains=main.example")
			.run((context) -> registry(context).add(CertificateRequest.of("shop", "shop.example")));
		assertThat(output).doesNotContain("A CA asks on ports 80 and 443");
		overAcme.run((context) -> registry(context).add(CertificateRequest.of("shop", "shop.example")));
		assertThat(output).contains("A CA asks on ports 80 and 443: set https.domains");
	}

	@Test
	void itIsSeenInTheEndpointAndTheMetersUntilItIsRemovedAndHasNoBundle() {
		this.application.run((context) -> {
			registry(context).add(CertificateRequest.of("shop", "shop.localhost"));
			assertThat(shown(context)).extracting(CertificateDescriptor::name).containsExactly("https", "shop");
			assertThat(shown(context)).extracting(CertificateDescriptor::bundle).containsExactly("https", null);
			assertThat(context.getBean(SslBundles.class).getBundleNames()).contains("https").doesNotContain("shop");
			assertThat(gauged(context)).containsExactlyInAnyOrder("https", "shop");
			assertThat(registry(context).remove("shop")).isTrue();
			assertThat(shown(context)).extracting(CertificateDescriptor::name).containsExactly("https");
			assertThat(gauged(context)).containsExactly("https");
			assertThat(served(context, "shop.localhost")).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https | other.localhost     | There is a configured one of that name. Give it another name.
			shop  | localhost           | because of 'localhost': Certificate 'https' has that domain already
			shop  | *.shop.example      | because of '*.shop.example': Control of it cannot be proven
			""")
	void whatCannotBeHadIsRefusedWithAReason(String name, String domain, String reason) {
		this.application.run((context) -> {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> registry(context).add(CertificateRequest.of(name, domain)))
				.withMessageContaining("Certificate '" + name + "' cannot be added")
				.withMessageContaining(reason);
			assertThat(registry(context).list()).hasSize(1);
		});
	}

	@Test
	void theLocalCaIsForLocalNames() {
		this.application.withPropertyValues("https.issuer=local")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> registry(context).add(CertificateRequest.of("shop", "shop.example")))
				.withMessageContaining("The local CA issues for names that end in"));
	}

	@Test
	void whatWasRefusedTakesNoDomain() {
		this.application.run((context) -> {
			CertificateRequest unknown = CertificateRequest.of("shop", "shop.localhost").withChallenges("smoke-signal");
			assertThatIllegalArgumentException().isThrownBy(() -> registry(context).add(unknown))
				.withMessageContaining("'smoke-signal'")
				.withMessageContaining("There is no such challenge type");
			CertificateRequest two = CertificateRequest.of("shop", "shop.localhost", "localhost");
			assertThatIllegalArgumentException().isThrownBy(() -> registry(context).add(two));
			assertThat(registry(context).add(CertificateRequest.of("other", "shop.localhost"))).isTrue();
		});
	}

	@Test
	void aDomainIsFreeAgainAfterTheRemoval() {
		this.application.run((context) -> {
			registry(context).add(CertificateRequest.of("shop", "shop.localhost"));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> registry(context).add(CertificateRequest.of("other", "shop.localhost")))
				.withMessageContaining("Certificate 'shop' has that domain already");
			registry(context).remove("shop");
			assertThat(registry(context).add(CertificateRequest.of("other", "shop.localhost"))).isTrue();
			assertThat(status(context, "other").state()).isEqualTo(CertificateState.VALID);
		});
	}

	private static CertificateRegistry registry(ApplicationContext context) {
		return context.getBean(CertificateRegistry.class);
	}

	private static CertificateStatus status(ApplicationContext context, String name) {
		return registry(context).list()
			.stream()
			.filter((status) -> status.spec().id().name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static List<LiveCertificate> served(ApplicationContext context, String host) {
		return context.getBean(LiveCertificates.class).current().findExactly(host);
	}

	private static List<CertificateDescriptor> shown(ApplicationContext context) {
		return context.getBean(CertificatesEndpoint.class).certificates().certificates();
	}

	private static List<String> gauged(ApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.find("https.certificate.expiry")
			.gauges()
			.stream()
			.map((gauge) -> gauge.getId().getTag("certificate"))
			.toList();
	}

	/**
	 * An application that knows names of its own when it starts.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Tenants {

		@Bean
		SmartInitializingSingleton tenants(CertificateRegistry registry) {
			return () -> registry.add(CertificateRequest.of("early", "early.localhost"));
		}

	}

	/**
	 * Stands for a plain port.
	 */
	static class HttpSolver implements ChallengeSolver {

		@Override
		public String type() {
			return "http-01";
		}

		@Override
		public boolean proves(Domain domain) {
			return domain.type() == Domain.Type.DNS;
		}

		@Override
		public ChallengeAnswer answer(ChallengeRequest request) {
			throw new UnsupportedOperationException("No CA is reached");
		}

	}

}
