package dev.autohttps.autoconfigure;

import java.time.InstantSource;

import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.testing.ServedCertificatesTrust;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What all clients of a test are given.
 */
@Configuration(proxyBeanMethods = false)
class TestTrustConfiguration {

	@Bean
	static ServedCertificatesTrust httpsTestTrust(LiveCertificates live,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
		return new ServedCertificatesTrust(live, clock.getIfAvailable(InstantSource::system));
	}

}
