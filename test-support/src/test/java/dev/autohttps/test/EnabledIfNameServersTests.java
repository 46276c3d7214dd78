package dev.autohttps.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EnabledIfNameServers}.
 */
class EnabledIfNameServersTests {

	private final List<String> lines = new ArrayList<>();

	private final EnabledIfNameServersCondition condition = new EnabledIfNameServersCondition(new AtomicBoolean(),
			this.lines::add);

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "false" })
	void skipsWithoutNameServersAndSaysWhyOnce(@Nullable String ci) {
		assertThat(this.condition.evaluate("There is no knotd", ci).isDisabled()).isTrue();
		assertThat(this.condition.evaluate("There is no knotd", ci).isDisabled()).isTrue();
		assertThat(this.lines).containsExactly("Skipping the tests that need name servers. There is no knotd");
	}

	@Test
	void failsWithoutNameServersInContinuousIntegration() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> this.condition.evaluate("There is no knotd", "true"))
			.withMessage("There is no knotd; with CI set that is an error");
		assertThat(this.lines).isEmpty();
	}

	@Test
	void runsWithNameServers() {
		assertThat(this.condition.evaluate(null, "true").isDisabled()).isFalse();
	}

}
