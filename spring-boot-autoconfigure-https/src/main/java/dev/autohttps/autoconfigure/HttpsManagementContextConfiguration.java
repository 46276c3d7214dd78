package dev.autohttps.autoconfigure;

import java.util.function.Function;

import dev.autohttps.server.jetty.JettyHttpsCustomizer;
import dev.autohttps.server.netty.NettyHttpsCustomizer;
import dev.autohttps.server.tomcat.TomcatHttpsCustomizer;
import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.ServerTls;
import dev.autohttps.ssl.ServerTlsConfigurer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives the server of a management port of its own our TLS, if one of our certificates is
 * what {@code management.server.ssl} names: it would keep the placeholder, or not start.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(name = HttpsWebAutoConfiguration.SERVER_TLS)
class HttpsManagementContextConfiguration {

	/**
	 * What was processed ahead of time may have none of ours when it runs.
	 */
	private static Function<AbstractConfigurableWebServerFactory, @Nullable ServerTls> tls(
			ObjectProvider<ServerTlsConfigurer> configurer) {
		ServerTlsConfigurer present = configurer.getIfAvailable();
		return (present != null) ? present::configureOther : (factory) -> null;
	}

	/**
	 * On Tomcat.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TomcatWebServerFactory.class)
	static class TomcatConfiguration {

		@Bean
		TomcatHttpsCustomizer managementTomcatHttpsCustomizer(ObjectProvider<ServerTlsConfigurer> configurer) {
			return new TomcatHttpsCustomizer(tls(configurer), null);
		}

	}

	/**
	 * On Jetty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JettyWebServerFactory.class)
	static class JettyConfiguration {

		@Bean
		JettyHttpsCustomizer managementJettyHttpsCustomizer(ObjectProvider<ServerTlsConfigurer> configurer) {
			return new JettyHttpsCustomizer(tls(configurer), null);
		}

	}

	/**
	 * On Reactor Netty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(NettyReactiveWebServerFactory.class)
	static class NettyConfiguration {

		@Bean
		NettyHttpsCustomizer managementNettyHttpsCustomizer(ObjectProvider<ServerTlsConfigurer> configurer,
				ObjectProvider<ChallengeCertificates> challenges) {
			return new NettyHttpsCustomizer(tls(configurer), (name) -> challenges.getObject().find(name), null);
		}

	}

}
