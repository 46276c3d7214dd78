package dev.autohttps.autoconfigure;

import dev.autohttps.server.jetty.JettyHttpsCustomizer;
import dev.autohttps.server.netty.NettyHttpsCustomizer;
import dev.autohttps.server.tomcat.TomcatHttpsCustomizer;
import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.ServerTlsConfigurer;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives the server of a management port of its own our TLS, if one of our certificates is
 * what {@code management.server.ssl} names: it would keep the placeholder, or not start.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(ServerTlsConfigurer.class)
class HttpsManagementContextConfiguration {

	/**
	 * On Tomcat.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TomcatWebServerFactory.class)
	static class TomcatConfiguration {

		@Bean
		TomcatHttpsCustomizer managementTomcatHttpsCustomizer(ServerTlsConfigurer configurer) {
			return new TomcatHttpsCustomizer(configurer::configureOther, null);
		}

	}

	/**
	 * On Jetty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JettyWebServerFactory.class)
	static class JettyConfiguration {

		@Bean
		JettyHttpsCustomizer managementJettyHttpsCustomizer(ServerTlsConfigurer configurer) {
			return new JettyHttpsCustomizer(configurer::configureOther, null);
		}

	}

	/**
	 * On Reactor Netty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(NettyReactiveWebServerFactory.class)
	static class NettyConfiguration {

		@Bean
		NettyHttpsCustomizer managementNettyHttpsCustomizer(ServerTlsConfigurer configurer,
				ChallengeCertificates challenges) {
			return new NettyHttpsCustomizer(configurer::configureOther, challenges::find, null);
		}

	}

}
