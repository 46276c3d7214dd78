package dev.autohttps.autoconfigure;

import dev.autohttps.actuate.CertificatesEndpoint;
import dev.autohttps.renewal.CertificateKeepers;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link CertificatesEndpoint}.
 */
@AutoConfiguration(after = HttpsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(CertificatesEndpoint.class)
@ConditionalOnBean(CertificateKeepers.class)
public final class CertificatesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CertificatesEndpoint certificatesEndpoint(CertificateKeepers keepers) {
		return new CertificatesEndpoint(keepers);
	}

}
