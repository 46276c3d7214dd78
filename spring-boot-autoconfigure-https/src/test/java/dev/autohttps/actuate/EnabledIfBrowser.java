package dev.autohttps.actuate;

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
 * Marks tests that need Chromium and its driver on the {@code PATH}: without them they
 * are skipped, in continuous integration (environment variable {@code CI}) they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnabledIfBrowser.Condition.class)
@interface EnabledIfBrowser {

	/**
	 * Decides for {@link EnabledIfBrowser}.
	 */
	final class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return evaluate(Browser.missing(), System.getenv("CI"));
		}

		static ConditionEvaluationResult evaluate(@Nullable String missing, @Nullable String ci) {
			if (missing == null) {
				return ConditionEvaluationResult.enabled("There is a browser");
			}
			if (ci != null && !ci.isEmpty() && !ci.equalsIgnoreCase("false")) {
				throw new ExtensionConfigurationException(missing + "; with CI set that is an error");
			}
			return ConditionEvaluationResult.disabled(missing);
		}

	}

}
