package dev.autohttps.autoconfigure;

import dev.autohttps.testing.ServedCertificatesTrust;
import dev.autohttps.testing.TrustingRequestFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.resttestclient.autoconfigure.RestTestClientBuilderCustomizer;
import org.springframework.boot.test.http.server.LocalTestWebServer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestClient;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link RestTestClient} of a test
 * with {@code @AutoConfigureRestTestClient}, which takes the place of Boot's: a
 * customizer cannot say what such a client trusts.
 */
@AutoConfiguration(after = HttpsWebAutoConfiguration.class,
		beforeName = "org.springframework.boot.resttestclient.autoconfigure.RestTestClientTestAutoConfiguration")
@ConditionalOnClass({ RestClient.class, RestTestClient.class, RestTestClientBuilderCustomizer.class })
@ConditionalOnBean(name = HttpsWebAutoConfiguration.SERVER_TLS)
@ConditionalOnServedTls
@Import(TestTrustConfiguration.class)
public final class RestTestClientHttpsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RestTestClient restTestClient(ObjectProvider<RestTestClientBuilderCustomizer> customizers,
			ServedCertificatesTrust trust, ApplicationContext context) {
		RestTestClient.Builder<?> builder = RestTestClient.bindToServer(TrustingRequestFactory.create(trust))
			.uriBuilderFactory(LocalTestWebServer.obtain(context).uriBuilderFactory());
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

}
