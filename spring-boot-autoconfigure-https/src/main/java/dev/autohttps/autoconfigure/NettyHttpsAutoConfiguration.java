package dev.autohttps.autoconfigure;

import dev.autohttps.server.netty.NettyHttpsCustomizer;
import dev.autohttps.server.netty.NettyPlainPort;
import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.ServerTlsConfigurer;
import dev.autohttps.web.PortResponders;
import dev.autohttps.web.RespondingHttpHandler;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * {@link AutoConfiguration Auto-configuration} for HTTPS on Reactor Netty.
 */
@AutoConfiguration(after = HttpsWebAutoConfiguration.class,
		afterName = "org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration")
@ConditionalOnWebApplication
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnBean(value = NettyReactiveWebServerFactory.class, name = HttpsWebAutoConfiguration.RESPONDERS)
public final class NettyHttpsAutoConfiguration {

	@Bean
	NettyPlainPort nettyPlainPort(PortResponders responders, ObjectProvider<HttpHandler> application,
			ServerProperties server, Environment environment, ObjectProvider<ReactorResourceFactory> resources) {
		return new NettyPlainPort(responders, application::getObject,
				WebSettings.serverReadsForwarded(server, environment), resources.getIfAvailable());
	}

	@Bean
	NettyHttpsCustomizer nettyHttpsCustomizer(ServerTlsConfigurer configurer, ChallengeCertificates challenges,
			NettyPlainPort plainPort) {
		return new NettyHttpsCustomizer(configurer::configure, challenges::find, plainPort);
	}

	/**
	 * A reactive application may stand below a path, where no filter of it sees the root.
	 */
	@Bean
	static BeanPostProcessor nettyRootResponder(ObjectProvider<PortResponders> responders) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof HttpHandler application && !(bean instanceof RespondingHttpHandler))
						? new RespondingHttpHandler(responders.getObject().onOther(), application) : bean;
			}

		};
	}

}
