package dev.autohttps.actuate;

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
		assertThat(EnabledIfBrowser.Condition.evaluate("no browser", null).isDisabled()).isTrue();
		assertThat(EnabledIfBrowser.Condition.evaluate("no browser", "false").isDisabled()).isTrue();
	}

	@Test
	void failsWithoutABrowserInContinuousIntegration() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> EnabledIfBrowser.Condition.evaluate("no browser", "true"))
			.withMessageContaining("no browser");
	}

	@Test
	void runsWithABrowser() {
		assertThat(EnabledIfBrowser.Condition.evaluate(null, "true").isDisabled()).isFalse();
	}

}
