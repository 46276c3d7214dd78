package dev.autohttps.autoconfigure;

import dev.autohttps.server.tomcat.TomcatHttpsCustomizer;
import dev.autohttps.ssl.ServerTlsConfigurer;
import dev.autohttps.web.PortResponders;
import org.apache.catalina.startup.Tomcat;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for HTTPS on embedded Tomcat.
 */
@AutoConfiguration(after = HttpsWebAutoConfiguration.class,
		afterName = { "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration",
				"org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration" })
@ConditionalOnWebApplication
@ConditionalOnClass({ Tomcat.class, TomcatWebServerFactory.class })
@ConditionalOnBean(value = TomcatWebServerFactory.class, name = HttpsWebAutoConfiguration.RESPONDERS)
public final class TomcatHttpsAutoConfiguration {

	@Bean
	TomcatHttpsCustomizer tomcatHttpsCustomizer(ServerTlsConfigurer configurer, PortResponders responders) {
		return new TomcatHttpsCustomizer(configurer::configure, responders);
	}

}
