package dev.autohttps.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EnabledIfDocker}.
 */
class EnabledIfDockerTests {

	@Test
	void skipsWithoutDocker() {
		assertThat(EnabledIfDockerCondition.evaluate("no engine", null).isDisabled()).isTrue();
		assertThat(EnabledIfDockerCondition.evaluate("no engine", "false").isDisabled()).isTrue();
	}

	@Test
	void failsWithoutDockerWhereItIsRequired() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> EnabledIfDockerCondition.evaluate("no engine", "true"))
			.withMessageContaining("no engine");
	}

	@Test
	void runsWithDocker() {
		assertThat(EnabledIfDockerCondition.evaluate(null, "true").isDisabled()).isFalse();
	}

}
