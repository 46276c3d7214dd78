package dev.autohttps.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where the application context opens a web server, which it does not where the
 * environment is a mock, and that server is to show our certificates.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnServedTls.OnServedTlsCondition.class)
@interface ConditionalOnServedTls {

	/**
	 * Knows by the type of the context and by {@code server.ssl}.
	 */
	class OnServedTlsCondition extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			if (!WebServers.areOpenedBy(context.getResourceLoader())) {
				return ConditionOutcome.noMatch("the application context opens no web server");
			}
			return HttpsEnvironmentPostProcessor.leavesServerToUs(context.getEnvironment())
					? ConditionOutcome.match("the web server is to show our certificates")
					: ConditionOutcome.noMatch("server.ssl leaves no room for our certificates");
		}

	}

}
