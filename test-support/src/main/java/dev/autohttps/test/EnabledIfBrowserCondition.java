package dev.autohttps.test;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Decides for {@link EnabledIfBrowser}.
 */
final class EnabledIfBrowserCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return evaluate(missing(), System.getenv("CI"));
	}

	private static @Nullable String missing() {
		try {
			List.<Supplier<?>>of(BrowserPrograms::chromium, BrowserPrograms::driver, BrowserPrograms::certutil)
				.forEach(Supplier::get);
			return null;
		}
		catch (IllegalStateException ex) {
			return ex.getMessage();
		}
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
