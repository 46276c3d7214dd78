package dev.autohttps.test;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Decides for {@link EnabledIfDocker}.
 */
final class EnabledIfDockerCondition implements ExecutionCondition {

	private static final String IMAGE = "ghcr.io/letsencrypt/pebble:latest";

	private static final long PATIENCE_IN_SECONDS = 20;

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return evaluate(missing(), System.getenv("DOCKER_REQUIRED"));
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

	static ConditionEvaluationResult evaluate(@Nullable String missing, @Nullable String required) {
		if (missing == null) {
			return ConditionEvaluationResult.enabled("There is Docker");
		}
		if (required != null && !required.isEmpty() && !required.equalsIgnoreCase("false")) {
			throw new ExtensionConfigurationException(missing + "; with DOCKER_REQUIRED set that is an error");
		}
		return ConditionEvaluationResult.disabled(missing);
	}

}
