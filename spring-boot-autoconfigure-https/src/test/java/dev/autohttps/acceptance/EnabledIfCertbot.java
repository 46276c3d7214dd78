package dev.autohttps.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that need certbot on the {@code PATH}: without it they are skipped, in
 * continuous integration (environment variable {@code CI}) they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnabledIfCertbot.Condition.class)
@interface EnabledIfCertbot {

	/**
	 * Decides for {@link EnabledIfCertbot}.
	 */
	final class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return evaluate(Certbot.missing(), System.getenv("CI"));
		}

		static ConditionEvaluationResult evaluate(@Nullable String missing, @Nullable String ci) {
			if (missing == null) {
				return ConditionEvaluationResult.enabled("There is certbot");
			}
			if (ci != null && !ci.isEmpty() && !ci.equalsIgnoreCase("false")) {
				throw new ExtensionConfigurationException(missing + "; with CI set that is an error");
			}
			return ConditionEvaluationResult.disabled(missing);
		}

	}

}
