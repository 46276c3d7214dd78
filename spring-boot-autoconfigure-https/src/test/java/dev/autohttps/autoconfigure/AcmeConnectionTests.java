package dev.autohttps.autoconfigure;

import java.net.URI;
import java.nio.file.Path;

import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.acme.connection.AcmeConnectionException;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.renewal.CertificateKeepers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.PATH;
import static org.assertj.core.groups.Tuple.tuple;

/**
 * Tests for {@link AcmeConnectionDetails} as a bean.
 */
@Tag("once")
class AcmeConnectionTests {

	private static final String[] PRODUCTION = { "https.acme.server=zerossl",
			"https.acme.trial-server=letsencrypt-staging", "https.acme.fallbacks[0].server=letsencrypt",
			"https.acme.fallbacks[0].terms-of-service-agreed=true", "https.acme.external-account-binding.key-id=ours",
			"https.acme.profile=tlsserver" };

	@TempDir
	Path store;

	private WebApplicationContextRunner application;

	@BeforeEach
	void prepare() {
		this.application = new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, AcmeAutoConfiguration.class,
					HttpsWebAutoConfiguration.class, HttpsChallengesAutoConfiguration.class,
					HttpsAutoConfiguration.class, TomcatHttpsAutoConfiguration.class,
					TomcatServletWebServerAutoConfiguration.class))
			.withPropertyValues("https.domains=shop.test", "server.port=0", "https.http.port=0",
					"https.store.directory=" + this.store);
	}

	@Test
	void aCaForTestsIsAskedInPlaceOfAllThatAreConfiguredAndNothingElseIsNeeded() {
		this.application.withPropertyValues(PRODUCTION).withUserConfiguration(ForTests.class).run((context) -> {
			AcmeCertificateIssuer issuer = context.getBean(AcmeCertificateIssuer.class);
			assertThat(context.getBean(AcmeIssuers.class).servers()).containsExactly(issuer.server());
			assertThat(issuer.server().directory()).isEqualTo(ForTests.DIRECTORY);
			assertThat(issuer.server().standing()).isEqualTo(Standing.TRIAL);
			assertThat(context.getBean(WantedCertificates.class).all()).singleElement().satisfies((wanted) -> {
				assertThat(wanted.issuer()).isEqualTo(Issuer.ACME);
				assertThat(context.getBean(AcmeIssuers.class).choices(wanted.spec())).singleElement()
					.satisfies((choice) -> assertThat(choice.trial()).isNull());
			});
		});
	}

	@Test
	void whatACaForTestsIssuedIsForgottenAsItForgets() {
		this.application.withPropertyValues("https.store.directory=")
			.withUserConfiguration(ForTests.class)
			.run((context) -> assertThat(context.getBean(Store.class)).extracting("directory", as(PATH))
				.startsWith(Path.of(System.getProperty("java.io.tmpdir"))));
	}

	@Test
	void withoutOneTheLocalCaStandsInWhereTheServersPortIsZero() {
		this.application
			.run((context) -> assertThat(context.getBean(WantedCertificates.class).use(Issuer.ACME)).isFalse());
	}

	@Test
	void whoWantsTheLocalCaHasTheLocalCa() {
		this.application.withPropertyValues("https.issuer=local", "https.domains=shop.localhost")
			.withUserConfiguration(ForTests.class)
			.run((context) -> {
				assertThat(context.getBean(WantedCertificates.class).use(Issuer.ACME)).isFalse();
				assertThat(context.getBean(CertificateKeepers.class).statuses()).singleElement()
					.satisfies(
							(status) -> assertThat(status.spec().domains().names()).containsExactly("shop.localhost"));
			});
	}

	@Test
	void anyOtherCaTakesThePlaceOfTheFirstOnly() {
		this.application.withUserConfiguration(ForProduction.class)
			.withPropertyValues("https.acme.terms-of-service-agreed=true", "https.acme.fallbacks[0].server=letsencrypt",
					"https.acme.fallbacks[0].terms-of-service-agreed=true")
			.run((context) -> assertThat(context.getBean(AcmeIssuers.class).servers())
				.extracting((server) -> server.directory().getHost(), (server) -> server.standing())
				.containsExactly(tuple("ca.example", Standing.PRODUCTION),
						tuple("acme-v02.api.letsencrypt.org", Standing.PRODUCTION)));
	}

	@Test
	void theTermsOfAnyOtherCaMustBeAgreedTo() {
		this.application.withUserConfiguration(ForProduction.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHttpsPropertyException.class)
				.hasMessageContaining("https.acme.terms-of-service-agreed"));
	}

	@Test
	void whereThereIsNoServerItIsSaidWhyNoNameCanBeProven() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, AcmeAutoConfiguration.class,
					HttpsAutoConfiguration.class))
			.withUserConfiguration(ForTests.class)
			.withPropertyValues("https.domains=shop.test", "https.store.directory=" + this.store)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHttpsPropertyException.class)
				.hasMessageContaining("https.acme.challenges")
				.hasMessageContaining("this application has no web server"));
	}

	@Test
	void whatIsNoDirectoryIsRefused() {
		this.application.withUserConfiguration(Plain.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new AcmeConnectionFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getCause()).isInstanceOf(AcmeConnectionException.class);
			assertThat(analysis.getDescription()).startsWith(
					"The directory of the AcmeConnectionDetails, 'http://ca.example/dir', is not the URL of an ACME directory");
			assertThat(analysis.getAction()).isEqualTo("Let getDirectory() return such a URL.");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class ForTests {

		static final URI DIRECTORY = URI.create("https://localhost:9/dir");

		@Bean
		AcmeConnectionDetails pebble() {
			return new AcmeConnectionDetails() {

				@Override
				public URI getDirectory() {
					return DIRECTORY;
				}

				@Override
				public boolean isForTests() {
					return true;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForProduction {

		@Bean
		AcmeConnectionDetails ca() {
			return () -> URI.create("https://ca.example/dir");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		AcmeConnectionDetails ca() {
			return () -> URI.create("http://ca.example/dir");
		}

	}

}
