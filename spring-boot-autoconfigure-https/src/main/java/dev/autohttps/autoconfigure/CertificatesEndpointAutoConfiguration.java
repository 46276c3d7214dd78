package dev.autohttps.autoconfigure;

import java.time.InstantSource;
import java.util.List;

import dev.autohttps.actuate.AuditedOperations;
import dev.autohttps.actuate.CertificatesEndpoint;
import dev.autohttps.actuate.CertificatesEndpointWebExtension;
import dev.autohttps.actuate.CertificatesReport;
import dev.autohttps.actuate.Servers;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link CertificatesEndpoint}.
 */
@AutoConfiguration(after = { HttpsAutoConfiguration.class, HttpsWebAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(CertificatesEndpoint.class)
@ConditionalOnBean(name = HttpsAutoConfiguration.KEEPERS)
public final class CertificatesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CertificatesEndpoint certificatesEndpoint(CertificateKeepers keepers, CertificateOperations operations,
			WantedCertificates wanted, ObjectProvider<Servers> servers, ObjectProvider<EndpointAccessResolver> access,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock,
			ApplicationEventPublisher events) {
		CertificatesReport report = new CertificatesReport(keepers, wanted.names()::contains,
				servers.getIfAvailable(() -> Servers.NONE),
				isUnrestricted(access.getIfAvailable()) ? AuditedOperations.NAMES : List.of(),
				clock.getIfAvailable(InstantSource::system));
		return new CertificatesEndpoint(report, new AuditedOperations(keepers, operations, events));
	}

	@Bean
	@ConditionalOnBean(CertificatesEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	CertificatesEndpointWebExtension certificatesEndpointWebExtension(CertificatesEndpoint endpoint) {
		return new CertificatesEndpointWebExtension(endpoint);
	}

	private static boolean isUnrestricted(@Nullable EndpointAccessResolver access) {
		return access != null
				&& access.accessFor(EndpointId.of("certificates"), Access.READ_ONLY) == Access.UNRESTRICTED;
	}

	/**
	 * With a web server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebServerInitializedEvent.class, ServerProperties.class })
	@ConditionalOnBean(name = HttpsWebAutoConfiguration.SERVER_TLS)
	static class ServersConfiguration {

		@Bean
		@ConditionalOnMissingBean(Servers.class)
		static OpenServers httpsOpenServers(WantedCertificates wanted, ServerProperties server,
				ObjectProvider<ManagementServerProperties> management) {
			return new OpenServers(wanted.names(), server, management);
		}

	}

}
