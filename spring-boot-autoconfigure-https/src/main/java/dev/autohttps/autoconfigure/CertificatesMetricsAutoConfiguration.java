package dev.autohttps.autoconfigure;

import java.time.InstantSource;

import dev.autohttps.actuate.AttemptMeters;
import dev.autohttps.actuate.CaMeters;
import dev.autohttps.actuate.CertificateMeters;
import dev.autohttps.renewal.CertificateKeepers;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the metrics of the certificates.
 */
@AutoConfiguration(after = HttpsAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
@ConditionalOnBean(name = HttpsAutoConfiguration.KEEPERS)
public final class CertificatesMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CertificateMeters httpsCertificateMeters(CertificateKeepers keepers,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
		CertificateMeters meters = new CertificateMeters(keepers, clock.getIfAvailable(InstantSource::system));
		keepers.onChange(meters::refresh);
		return meters;
	}

	@Bean
	@ConditionalOnMissingBean
	AttemptMeters httpsAttemptMeters(MeterRegistry registry) {
		return new AttemptMeters(registry);
	}

	@Bean
	CaMetering httpsCaMetering(MeterRegistry registry) {
		return new CaMetering(new CaMeters(registry));
	}

}
