package dev.autohttps.test;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Decides for {@link EnabledIfPebble}.
 */
final class EnabledIfPebbleCondition implements ExecutionCondition {

	private static final AtomicBoolean SAID = new AtomicBoolean();

	private final PebbleSearch search;

	private final @Nullable String ci;

	private final AtomicBoolean said;

	private final Consumer<String> out;

	EnabledIfPebbleCondition() {
		this(PebbleSearch.onThisMachine(), System.getenv("CI"), SAID, System.out::println);
	}

	EnabledIfPebbleCondition(PebbleSearch search, @Nullable String ci, AtomicBoolean said, Consumer<String> out) {
		this.search = search;
		this.ci = ci;
		this.said = said;
		this.out = out;
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return evaluate();
	}

	ConditionEvaluationResult evaluate() {
		try {
			this.search.find();
			return ConditionEvaluationResult.enabled("Pebble can be had");
		}
		catch (PebbleUnavailableException ex) {
			String message = "Pebble cannot be had: " + ex.getMessage();
			if (this.ci != null && !this.ci.isEmpty() && !this.ci.equalsIgnoreCase("false")) {
				throw new ExtensionConfigurationException(message + "; with CI set that is an error", ex);
			}
			if (this.said.compareAndSet(false, true)) {
				this.out.accept("Skipping the tests that need Pebble. " + message);
			}
			return ConditionEvaluationResult.disabled(message);
		}
	}

}
