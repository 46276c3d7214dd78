package dev.autohttps.autoconfigure;

import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.acme.TlsAlpn01ChallengeSolver;
import dev.autohttps.ssl.ServerTlsConfigurer;
import dev.autohttps.web.ServerPorts;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} for the challenges that are answered where
 * there is a web server.
 */
@AutoConfiguration(after = { HttpsWebAutoConfiguration.class, TomcatHttpsAutoConfiguration.class,
		JettyHttpsAutoConfiguration.class, NettyHttpsAutoConfiguration.class })
@ConditionalOnWebApplication
@ConditionalOnClass(AbstractConfigurableWebServerFactory.class)
@ConditionalOnBean(value = AbstractConfigurableWebServerFactory.class, name = HttpsWebAutoConfiguration.RESPONDERS)
public final class HttpsChallengesAutoConfiguration {

	@Bean
	@Lazy
	static Http01ChallengeSolver http01ChallengeSolver(ServerPorts ports) {
		return new Http01ChallengeSolver(ports::hasPlain);
	}

	@Bean
	@Lazy
	static TlsAlpn01ChallengeSolver tlsAlpn01ChallengeSolver(ServerProperties server, WantedCertificates wanted,
			ListableBeanFactory beans) {
		return new TlsAlpn01ChallengeSolver(
				impediment(server.getSsl(), server.getHttp2(), wanted, beans.containsBean("jettyHttpsCustomizer")));
	}

	private static @Nullable String impediment(@Nullable Ssl ssl, @Nullable Http2 http2, WantedCertificates wanted,
			boolean jetty) {
		if (ssl != null && !ssl.isEnabled()) {
			return "server.ssl.enabled is false";
		}
		if (WebSettings.ownKey(wanted, ssl)) {
			return "server.ssl names a key of its own for the port where the CA would ask";
		}
		if (jetty && http2 != null && http2.isEnabled() && !ServerTlsConfigurer.speaks(ssl, "TLSv1.3")) {
			return "Jetty with HTTP/2 (server.http2.enabled) can answer it over TLS 1.3 only, "
					+ "which server.ssl.enabled-protocols leaves out";
		}
		return null;
	}

}
