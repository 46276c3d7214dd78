package dev.autohttps.autoconfigure;

import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.web.NoHstsFilter;
import dev.autohttps.web.NoHstsWebFilter;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.server.WebFilter;

/**
 * {@link AutoConfiguration Auto-configuration} for what Spring Security says about HTTPS
 * by itself.
 */
@AutoConfiguration(after = HttpsWebAutoConfiguration.class,
		afterName = { "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
				"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration" })
@ConditionalOnWebApplication
@ConditionalOnBean(name = HttpsWebAutoConfiguration.SERVER_TLS)
public final class HttpsSecurityAutoConfiguration {

	/**
	 * That of a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(value = { Filter.class, FilterRegistrationBean.class },
			name = "org.springframework.security.web.header.writers.HstsHeaderWriter")
	@ConditionalOnBean(type = "org.springframework.security.web.SecurityFilterChain")
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<NoHstsFilter> httpsNoHstsFilter(LiveCertificates live, WantedCertificates wanted,
				ServerProperties server) {
			FilterRegistrationBean<NoHstsFilter> registration = new FilterRegistrationBean<>(
					new NoHstsFilter(WebSettings.provisionalHosts(live, wanted, server.getSsl())));
			registration.setName("httpsNoHstsFilter");
			// After the filter that reads a proxy's header fields.
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
			return registration;
		}

	}

	/**
	 * That of a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(value = WebFilter.class,
			name = "org.springframework.security.web.server.header.StrictTransportSecurityServerHttpHeadersWriter")
	@ConditionalOnBean(type = "org.springframework.security.web.server.WebFilterChainProxy")
	static class ReactiveConfiguration {

		@Bean
		NoHstsWebFilter httpsNoHstsWebFilter(LiveCertificates live, WantedCertificates wanted,
				ServerProperties server) {
			return new NoHstsWebFilter(WebSettings.provisionalHosts(live, wanted, server.getSsl()));
		}

	}

}
