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
		assertThat(EnabledIfDockerCondition.evaluate(false, () -> "no engine", null).isDisabled()).isTrue();
		assertThat(EnabledIfDockerCondition.evaluate(false, () -> "no engine", "false").isDisabled()).isTrue();
	}

	@Test
	void failsWithoutDockerWhereItIsRequired() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> EnabledIfDockerCondition.evaluate(false, () -> "no engine", "true"))
			.withMessageContaining("no engine");
	}

	@Test
	void runsWithDocker() {
		assertThat(EnabledIfDockerCondition.evaluate(false, () -> null, "true").isDisabled()).isFalse();
	}

	@Test
	void withFixedPortsAnEngineAloneIsNotEnough() {
		assertThat(EnabledIfDockerCondition.evaluate(true, () -> null, null).getReason()).get()
			.asString()
			.contains("ports are fixed");
		assertThat(EnabledIfDockerCondition.evaluate(true, () -> null, "false").isDisabled()).isTrue();
		assertThat(EnabledIfDockerCondition.evaluate(true, () -> null, "true").isDisabled()).isFalse();
	}

	@Test
	void withFixedPortsItFailsWithoutDockerWhereThatIsRequired() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> EnabledIfDockerCondition.evaluate(true, () -> "no engine", "true"))
			.withMessageContaining("no engine");
	}

}
