package dev.autohttps.autoconfigure;

import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.SharedAnswers;
import dev.autohttps.web.ChallengeResponder;
import dev.autohttps.web.HttpChallengeFilter;
import dev.autohttps.web.PlainHttpResponder;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * {@link AutoConfiguration Auto-configuration} for what plain HTTP is answered.
 */
@AutoConfiguration(after = HttpsAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnNotWarDeployment
@ConditionalOnBean(LiveCertificates.class)
public final class HttpChallengeAutoConfiguration {

	@Bean
	ChallengeResponder httpsChallengeResponder(OfferedAnswers answers, CertificateKeepers keepers) {
		return new ChallengeResponder(new SharedAnswers(answers, keepers));
	}

	@Bean
	PlainHttpResponder httpsPlainHttpResponder(ChallengeResponder challenges, LiveCertificates live,
			HttpsProperties properties) {
		Integer port = properties.redirect().port();
		if (port != null && (port < 1 || port > 65535)) {
			throw new InvalidHttpsPropertyException("https.redirect.port", port, "It is no port.",
					"Set it to the port under which clients reach HTTPS, or leave it out.");
		}
		return new PlainHttpResponder(challenges, live, properties.redirect().enabled(), port);
	}

	/**
	 * The filter of a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		static Http01ChallengeSolver http01ChallengeSolver() {
			return new Http01ChallengeSolver();
		}

		@Bean
		FilterRegistrationBean<HttpChallengeFilter> httpsChallengeFilter(ChallengeResponder responder) {
			FilterRegistrationBean<HttpChallengeFilter> registration = new FilterRegistrationBean<>(
					new HttpChallengeFilter(responder));
			registration.setName("httpsChallengeFilter");
			registration.addUrlPatterns(ChallengeResponder.PATH + "*");
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

}
