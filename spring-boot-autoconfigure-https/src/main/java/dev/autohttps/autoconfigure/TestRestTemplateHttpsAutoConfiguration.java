package dev.autohttps.autoconfigure;

import dev.autohttps.testing.ServedCertificatesTrust;
import dev.autohttps.testing.TrustingSslBundle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.test.http.server.LocalTestWebServer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link TestRestTemplate} of a test
 * with {@code @AutoConfigureTestRestTemplate}, which takes the place of Boot's: that one
 * trusts what is signed by itself, or nothing but the JDK's roots.
 */
@AutoConfiguration(after = HttpsWebAutoConfiguration.class,
		beforeName = "org.springframework.boot.resttestclient.autoconfigure.TestRestTemplateTestAutoConfiguration")
@ConditionalOnClass({ TestRestTemplate.class, RestTemplateBuilder.class })
@ConditionalOnBean(name = HttpsWebAutoConfiguration.SERVER_TLS)
@ConditionalOnServedTls
@Import(TestTrustConfiguration.class)
public final class TestRestTemplateHttpsAutoConfiguration {

	@Bean(name = "org.springframework.boot.resttestclient.TestRestTemplate")
	@ConditionalOnMissingBean
	TestRestTemplate testRestTemplate(ObjectProvider<RestTemplateBuilder> builders, ServedCertificatesTrust trust,
			ApplicationContext context) {
		RestTemplateBuilder builder = builders.getIfAvailable(RestTemplateBuilder::new)
			.clientSettings((settings) -> settings.withSslBundle(TrustingSslBundle.of(trust, settings.sslBundle())));
		TestRestTemplate template = new TestRestTemplate(builder);
		template.setUriTemplateHandler(LocalTestWebServer.obtain(context).uriBuilderFactory());
		return template;
	}

}
