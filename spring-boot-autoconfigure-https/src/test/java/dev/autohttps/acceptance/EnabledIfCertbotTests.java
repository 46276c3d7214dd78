package dev.autohttps.acceptance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EnabledIfCertbot}.
 */
class EnabledIfCertbotTests {

	@Test
	void skipsWithoutCertbot() {
		assertThat(EnabledIfCertbot.Condition.evaluate("no certbot", null).isDisabled()).isTrue();
		assertThat(EnabledIfCertbot.Condition.evaluate("no certbot", "false").isDisabled()).isTrue();
	}

	@Test
	void failsWithoutCertbotInContinuousIntegration() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> EnabledIfCertbot.Condition.evaluate("no certbot", "true"))
			.withMessageContaining("no certbot");
	}

	@Test
	void runsWithCertbot() {
		assertThat(EnabledIfCertbot.Condition.evaluate(null, "true").isDisabled()).isFalse();
	}

}
