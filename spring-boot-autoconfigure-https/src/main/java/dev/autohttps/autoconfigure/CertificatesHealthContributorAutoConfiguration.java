package dev.autohttps.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;

import dev.autohttps.actuate.CertificatesHealthIndicator;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.ssl.OtherSslBundles;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.application.SslHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.info.SslInfo;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of the certificates.
 */
@AutoConfiguration(after = HttpsAutoConfiguration.class,
		beforeName = { "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration",
				"org.springframework.boot.health.autoconfigure.application.SslHealthContributorAutoConfiguration" })
@ConditionalOnClass({ Health.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(name = HttpsAutoConfiguration.KEEPERS)
public final class CertificatesHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "certificatesHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("certificates")
	CertificatesHealthIndicator certificatesHealthIndicator(CertificateKeepers keepers, WantedCertificates wanted,
			Environment environment, @Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
		ProbeGroupCheck.check(environment, wanted);
		return new CertificatesHealthIndicator(keepers, clock.getIfAvailable(InstantSource::system));
	}

	/**
	 * Boot's own indicator of this name would be out of service, and take the node out of
	 * its load balancer, while an expired certificate waits for the CA's question. It
	 * keeps to the bundles of the application; ours have an indicator of their own.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "sslHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("ssl")
	static SslHealthIndicator sslHealthIndicator(SslBundles bundles, ObjectProvider<WantedCertificates> wanted,
			Environment environment) {
		Duration threshold = environment.getProperty("management.health.ssl.certificate-validity-warning-threshold",
				Duration.class, Duration.ofDays(14));
		// There are none if what was processed ahead of time is switched off.
		WantedCertificates ours = wanted.getIfAvailable();
		return new SslHealthIndicator(
				new SslInfo((ours != null) ? new OtherSslBundles(bundles, ours.names()) : bundles), threshold);
	}

}
