package dev.autohttps.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import dev.autohttps.actuate.AttemptMeters;
import dev.autohttps.actuate.CertificateMeters;
import dev.autohttps.actuate.DefaultIssuanceObservationConvention;
import dev.autohttps.actuate.IssuanceObservationConvention;
import dev.autohttps.actuate.IssuanceObservations;
import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.renewal.AttemptListener.Purpose;
import dev.autohttps.renewal.CertificateKeepers;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When certificates are measured and observed.
 */
class CertificatesMetricsAutoConfigurationTests {

	@TempDir
	Path store;

	private ApplicationContextRunner plain;

	private ApplicationContextRunner measured;

	@BeforeEach
	void prepare() {
		this.plain = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, AcmeAutoConfiguration.class,
					HttpsChallengesAutoConfiguration.class, HttpsAutoConfiguration.class,
					CertificatesMetricsAutoConfiguration.class, CertificatesObservationAutoConfiguration.class))
			.withPropertyValues("https.store.directory=" + this.store);
		this.measured = this.plain.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
						SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));
	}

	@Test
	void whereMetricsAreTheCertificatesAreMeasured() {
		this.measured.run((context) -> {
			assertThat(context).hasSingleBean(CertificateMeters.class)
				.hasSingleBean(AttemptMeters.class)
				.hasSingleBean(CaMetering.class)
				.hasSingleBean(IssuanceObservations.class);
			assertThat(context.getBean(MeterRegistry.class).get("https.certificate.expiry").gauge().value())
				.isPositive();
		});
	}

	@Test
	void withoutRegistriesNothingIsMeasured() {
		this.plain.run(CertificatesMetricsAutoConfigurationTests::assertThatNothingIsMeasured);
	}

	@Test
	void withoutMicrometerNothingIsMeasured() {
		this.plain.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run(CertificatesMetricsAutoConfigurationTests::assertThatNothingIsMeasured);
	}

	@Test
	void whatIsSwitchedOffIsNotMeasured() {
		this.measured.withPropertyValues("https.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(CertificateMeters.class);
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().getName().startsWith("https."));
		});
	}

	@Test
	void observationsCanBeSwitchedOff() {
		this.measured.withPropertyValues("management.observations.enable.https.issuance=false").run((context) -> {
			observe(context);
			assertThat(names(context)).contains("https.certificates").noneMatch((name) -> name.contains("issuance"));
		});
		this.measured.run((context) -> {
			observe(context);
			assertThat(names(context)).contains("https.issuance", "https.issuance.step");
		});
	}

	@Test
	void aConventionOfTheApplicationNamesTheObservations() {
		this.measured.withBean(IssuanceObservationConvention.class, () -> new DefaultIssuanceObservationConvention() {

			@Override
			public String getName() {
				return "my.certificates";
			}

		}).run((context) -> {
			observe(context);
			assertThat(names(context)).contains("my.certificates", "https.issuance.step")
				.doesNotContain("https.issuance");
		});
	}

	private static void observe(AssertableApplicationContext context) {
		context.getBean(IssuanceObservations.class)
			.begun(TestSpecs.of("shop.example"), "https://ca.test/directory", Purpose.ISSUE)
			.ended(Outcome.OBTAINED, null);
	}

	private static List<String> names(AssertableApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.toList();
	}

	private static void assertThatNothingIsMeasured(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed()
			.hasSingleBean(CertificateKeepers.class)
			.doesNotHaveBean("httpsCertificateMeters")
			.doesNotHaveBean("httpsAttemptMeters")
			.doesNotHaveBean("httpsCaMetering")
			.doesNotHaveBean("httpsIssuanceObservations");
	}

}
