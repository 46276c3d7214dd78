package dev.autohttps.autoconfigure;

import dev.autohttps.server.jetty.JettyHttpsCustomizer;
import dev.autohttps.ssl.ServerTlsConfigurer;
import dev.autohttps.web.PortResponders;
import org.eclipse.jetty.server.Server;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for HTTPS on embedded Jetty.
 */
@AutoConfiguration(after = HttpsWebAutoConfiguration.class,
		afterName = { "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration",
				"org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration" })
@ConditionalOnWebApplication
@ConditionalOnClass({ Server.class, JettyWebServerFactory.class })
@ConditionalOnBean(value = JettyWebServerFactory.class, name = HttpsWebAutoConfiguration.RESPONDERS)
public final class JettyHttpsAutoConfiguration {

	@Bean
	JettyHttpsCustomizer jettyHttpsCustomizer(ServerTlsConfigurer configurer, PortResponders responders) {
		return new JettyHttpsCustomizer(configurer::configure, responders);
	}

}
