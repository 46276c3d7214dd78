package dev.autohttps.autoconfigure;

import dev.autohttps.actuate.IssuanceObservationConvention;
import dev.autohttps.actuate.IssuanceObservations;
import dev.autohttps.actuate.IssuanceStepObservationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the observation of attempts to obtain
 * certificates.
 */
@AutoConfiguration(after = HttpsAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
@ConditionalOnBean(name = HttpsAutoConfiguration.KEEPERS)
public final class CertificatesObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	IssuanceObservations httpsIssuanceObservations(ObservationRegistry registry,
			ObjectProvider<IssuanceObservationConvention> issuance,
			ObjectProvider<IssuanceStepObservationConvention> step) {
		return new IssuanceObservations(registry, issuance.getIfAvailable(), step.getIfAvailable());
	}

}
