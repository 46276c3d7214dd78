package dev.autohttps.test;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Decides for {@link EnabledIfDocker}.
 */
final class EnabledIfDockerCondition implements ExecutionCondition {

	private static final String IMAGE = "ghcr.io/letsencrypt/pebble:latest";

	private static final long PATIENCE_IN_SECONDS = 20;

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		boolean fixedPorts = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), EnabledIfDocker.class)
			.map(EnabledIfDocker::fixedPorts)
			.orElse(false);
		return evaluate(fixedPorts, EnabledIfDockerCondition::missing, System.getenv("DOCKER_REQUIRED"));
	}

	private static @Nullable String missing() {
		if (!succeeds("docker", "info")) {
			return "there is no Docker engine";
		}
		if (!succeeds("docker", "image", "inspect", IMAGE)) {
			return "the Docker engine has no " + IMAGE;
		}
		boolean compose = succeeds("docker", "compose", "version") || succeeds("docker-compose", "version");
		return compose ? null : "there is no Docker Compose";
	}

	private static boolean succeeds(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectInput(Redirect.from(new File("/dev/null")))
				.redirectOutput(Redirect.DISCARD)
				.start();
			try {
				return process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
			}
			finally {
				process.destroy();
			}
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	static ConditionEvaluationResult evaluate(boolean fixedPorts, Supplier<@Nullable String> search,
			@Nullable String required) {
		if (fixedPorts && !isRequired(required)) {
			return ConditionEvaluationResult
				.disabled("the ports are fixed, and without DOCKER_REQUIRED the network is not ours alone");
		}
		String missing = search.get();
		if (missing == null) {
			return ConditionEvaluationResult.enabled("There is Docker");
		}
		if (isRequired(required)) {
			throw new ExtensionConfigurationException(missing + "; with DOCKER_REQUIRED set that is an error");
		}
		return ConditionEvaluationResult.disabled(missing);
	}

	private static boolean isRequired(@Nullable String required) {
		return required != null && !required.isEmpty() && !required.equalsIgnoreCase("false");
	}

}
