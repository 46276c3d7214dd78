package dev.autohttps.test;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Decides for {@link EnabledIfProgram}.
 */
final class EnabledIfProgramCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), EnabledIfProgram.class)
			.map((annotation) -> evaluate(annotation.value(), System.getenv("PATH"), System.getenv("CI")))
			.orElseGet(() -> ConditionEvaluationResult.enabled("Nothing is needed"));
	}

	static ConditionEvaluationResult evaluate(String[] programs, String path, @Nullable String ci) {
		List<String> missing = Arrays.stream(programs).filter((program) -> !isOn(path, program)).toList();
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("All are there");
		}
		String reason = "There is no " + String.join(", no ", missing) + " on the PATH";
		if (ci != null && !ci.isEmpty() && !ci.equalsIgnoreCase("false")) {
			throw new ExtensionConfigurationException(reason + "; with CI set that is an error");
		}
		return ConditionEvaluationResult.disabled(reason);
	}

	private static boolean isOn(String path, String program) {
		return Arrays.stream(path.split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

}
