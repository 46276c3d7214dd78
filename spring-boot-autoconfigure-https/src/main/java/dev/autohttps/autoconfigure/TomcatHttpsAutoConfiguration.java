package dev.autohttps.autoconfigure;

import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.autoconfigure.HttpsProperties.Http;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.server.tomcat.PlainPortListener;
import dev.autohttps.server.tomcat.TomcatHttpsCustomizer;
import dev.autohttps.ssl.ServerSslBundle;
import dev.autohttps.web.PlainHttpResponder;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for HTTPS on embedded Tomcat.
 */
@AutoConfiguration(after = HttpChallengeAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnClass({ Tomcat.class, TomcatWebServerFactory.class })
@ConditionalOnBean(PlainHttpResponder.class)
public final class TomcatHttpsAutoConfiguration {

	/**
	 * The plain port of Tomcat answers even where the application has no servlet filters.
	 */
	@Bean
	@ConditionalOnMissingBean
	static Http01ChallengeSolver http01ChallengeSolver() {
		return new Http01ChallengeSolver();
	}

	@Bean
	TomcatHttpsCustomizer tomcatHttpsCustomizer(LiveCertificates live, PlainHttpResponder responder,
			HttpsProperties properties, WantedCertificates wanted) {
		return new TomcatHttpsCustomizer(new ServerSslBundle(live), responder, plainPort(properties.http(), wanted));
	}

	@Bean
	PlainPortListener tomcatPlainPortListener() {
		return new PlainPortListener();
	}

	private static @Nullable Integer plainPort(Http http, WantedCertificates wanted) {
		if (!http.enabled()) {
			return null;
		}
		Integer port = http.port();
		if (port == null) {
			return wanted.use(Issuer.ACME) ? 80 : 8080;
		}
		if (port < 0 || port > 65535) {
			throw new InvalidHttpsPropertyException("https.http.port", port, "It is no port.",
					"Set it to a port, or to 0 for any that is free.");
		}
		return port;
	}

}
