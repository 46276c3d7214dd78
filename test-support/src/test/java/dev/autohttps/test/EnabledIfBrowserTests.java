package dev.autohttps.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EnabledIfBrowser}.
 */
class EnabledIfBrowserTests {

	@Test
	void skipsWithoutABrowser() {
		assertThat(EnabledIfBrowserCondition.evaluate("no browser", null).isDisabled()).isTrue();
		assertThat(EnabledIfBrowserCondition.evaluate("no browser", "false").isDisabled()).isTrue();
	}

	@Test
	void failsWithoutABrowserInContinuousIntegration() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> EnabledIfBrowserCondition.evaluate("no browser", "true"))
			.withMessageContaining("no browser");
	}

	@Test
	void runsWithABrowser() {
		assertThat(EnabledIfBrowserCondition.evaluate(null, "true").isDisabled()).isFalse();
	}

}
