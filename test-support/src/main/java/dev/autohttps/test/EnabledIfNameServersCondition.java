package dev.autohttps.test;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Decides for {@link EnabledIfNameServers}.
 */
final class EnabledIfNameServersCondition implements ExecutionCondition {

	private static final AtomicBoolean SAID = new AtomicBoolean();

	private final AtomicBoolean said;

	private final Consumer<String> out;

	EnabledIfNameServersCondition() {
		this(SAID, System.out::println);
	}

	EnabledIfNameServersCondition(AtomicBoolean said, Consumer<String> out) {
		this.said = said;
		this.out = out;
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return evaluate(NameServerSoftware.missing(), System.getenv("CI"));
	}

	ConditionEvaluationResult evaluate(@Nullable String missing, @Nullable String ci) {
		if (missing == null) {
			return ConditionEvaluationResult.enabled("There are name servers");
		}
		if (ci != null && !ci.isEmpty() && !ci.equalsIgnoreCase("false")) {
			throw new ExtensionConfigurationException(missing + "; with CI set that is an error");
		}
		if (this.said.compareAndSet(false, true)) {
			this.out.accept("Skipping the tests that need name servers. " + missing);
		}
		return ConditionEvaluationResult.disabled(missing);
	}

}
