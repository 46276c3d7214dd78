package dev.autohttps.test;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EnabledIfProgram}.
 */
class EnabledIfProgramTests {

	@TempDir
	private Path directory;

	@Test
	void skipsWithoutAProgramAndNamesIt() throws Exception {
		program("here");
		ConditionEvaluationResult result = evaluate(null, "here", "missing", "gone");
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason()).hasValue("There is no missing, no gone on the PATH");
		assertThat(evaluate("false", "missing").isDisabled()).isTrue();
	}

	@Test
	void failsWithoutAProgramInContinuousIntegration() {
		assertThatExceptionOfType(ExtensionConfigurationException.class).isThrownBy(() -> evaluate("true", "missing"))
			.withMessageContaining("There is no missing on the PATH");
	}

	@Test
	void runsWithAllPrograms() throws Exception {
		program("one");
		program("two");
		assertThat(evaluate("true", "one", "two").isDisabled()).isFalse();
	}

	private ConditionEvaluationResult evaluate(String ci, String... programs) {
		return EnabledIfProgramCondition.evaluate(programs, "/nowhere" + File.pathSeparator + this.directory, ci);
	}

	private void program(String name) throws Exception {
		Path file = Files.createFile(this.directory.resolve(name));
		assertThat(file.toFile().setExecutable(true)).isTrue();
	}

}
