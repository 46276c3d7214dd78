package dev.autohttps.autoconfigure;

import java.time.InstantSource;

import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.SharedAnswers;
import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.ServerTlsConfigurer;
import dev.autohttps.web.ChallengeResponder;
import dev.autohttps.web.HstsFilter;
import dev.autohttps.web.HstsWebFilter;
import dev.autohttps.web.PlainHttpResponder;
import dev.autohttps.web.PortResponders;
import dev.autohttps.web.ServerPorts;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.server.WebFilter;

/**
 * {@link AutoConfiguration Auto-configuration} for what all web servers have in common:
 * their TLS, and what is answered before the application does.
 */
@AutoConfiguration(after = HttpsAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnNotWarDeployment
@ConditionalOnClass(AbstractConfigurableWebServerFactory.class)
@ConditionalOnBean(name = HttpsAutoConfiguration.KEEPERS)
@EnableConfigurationProperties(ServerProperties.class)
public final class HttpsWebAutoConfiguration {

	/**
	 * The name of the bean that is there if the server of the application is ours.
	 */
	static final String SERVER_TLS = "httpsServerTlsConfigurer";

	static final String RESPONDERS = "httpsPortResponders";

	@Bean
	static ServerPorts httpsServerPorts(HttpsProperties properties, WantedCertificates wanted, ServerProperties server,
			ConfigurableEnvironment environment) {
		return new ServerPorts(WebSettings.plainPort(properties.http(), wanted, server.getSsl()),
				new LocalPortProperty(environment));
	}

	/**
	 * The server of the application, not one that is beside it.
	 */
	@Bean
	static ApplicationListener<WebServerInitializedEvent> httpsPortListener(ServerPorts ports,
			ApplicationContext context) {
		return (event) -> {
			if (event.getApplicationContext() == context) {
				ports.httpsOpened(event.getWebServer().getPort());
			}
		};
	}

	@Bean
	SharedAnswers httpsSharedAnswers(OfferedAnswers answers, CertificateKeepers keepers) {
		return new SharedAnswers(answers, keepers);
	}

	@Bean
	ChallengeCertificates httpsChallengeCertificates(SharedAnswers answers,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
		return new ChallengeCertificates(answers, clock.getIfAvailable(InstantSource::system));
	}

	@Bean(SERVER_TLS)
	ServerTlsConfigurer httpsServerTlsConfigurer(LiveCertificates live, ChallengeCertificates challenges,
			WantedCertificates wanted, HttpsProperties properties) {
		return new ServerTlsConfigurer(live, challenges, wanted.names(),
				properties.unknownHost() == HttpsProperties.UnknownHost.REJECT);
	}

	@Bean(RESPONDERS)
	PortResponders httpsPortResponders(SharedAnswers answers, LiveCertificates live, ServerPorts ports,
			HttpsProperties properties, ServerProperties server) {
		ChallengeResponder challenges = new ChallengeResponder(answers);
		return new PortResponders(ports,
				new PlainHttpResponder(challenges, live, ports, properties.redirect().enabled(),
						WebSettings.redirectPort(properties.redirect()), WebSettings.trustsAnyForwarded(server)),
				challenges);
	}

	/**
	 * HSTS of a servlet application. Whether it is asked for is no condition, which would
	 * be decided when an application is processed ahead of time.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	static class ServletHstsConfiguration {

		@Bean
		FilterRegistrationBean<HstsFilter> httpsHstsFilter(LiveCertificates live, HttpsProperties properties,
				@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
			FilterRegistrationBean<HstsFilter> registration = new FilterRegistrationBean<>(new HstsFilter(
					WebSettings.hsts(properties.hsts(), live, clock.getIfAvailable(InstantSource::system))));
			registration.setName("httpsHstsFilter");
			// After the filter that reads a proxy's header fields.
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
			return registration;
		}

	}

	/**
	 * HSTS of a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	static class ReactiveHstsConfiguration {

		@Bean
		HstsWebFilter httpsHstsWebFilter(LiveCertificates live, HttpsProperties properties,
				@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
			return new HstsWebFilter(
					WebSettings.hsts(properties.hsts(), live, clock.getIfAvailable(InstantSource::system)));
		}

	}

}
