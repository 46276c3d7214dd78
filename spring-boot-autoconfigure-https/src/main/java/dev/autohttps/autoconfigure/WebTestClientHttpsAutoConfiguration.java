package dev.autohttps.autoconfigure;

import dev.autohttps.testing.ServedCertificatesTrust;
import dev.autohttps.testing.TrustingConnector;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.webtestclient.autoconfigure.WebTestClientBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link WebTestClient} of a test
 * with {@code @AutoConfigureWebTestClient}.
 */
@AutoConfiguration(after = HttpsWebAutoConfiguration.class)
@ConditionalOnClass({ WebClient.class, WebTestClient.class, WebTestClientBuilderCustomizer.class })
@ConditionalOnBean(name = HttpsWebAutoConfiguration.SERVER_TLS)
@ConditionalOnServedTls
@Import(TestTrustConfiguration.class)
public final class WebTestClientHttpsAutoConfiguration {

	/**
	 * The first of all, so that a customizer of the test has the last word.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WebTestClientBuilderCustomizer httpsWebTestClientBuilderCustomizer(ServedCertificatesTrust trust) {
		return (builder) -> builder.clientConnector(TrustingConnector.create(trust));
	}

}
