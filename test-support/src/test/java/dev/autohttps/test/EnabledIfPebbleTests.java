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
 * Tests for {@link EnabledIfPebble}.
 */
class EnabledIfPebbleTests {

	private final List<String> lines = new ArrayList<>();

	private final AtomicBoolean said = new AtomicBoolean();

	private final PebbleSearch nowhere = new PebbleSearch(List.of(() -> {
		throw new PebbleUnavailableException("none here");
	}, () -> {
		throw new PebbleUnavailableException("none there");
	}));

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "false" })
	void skipsWithoutPebbleAndSaysWhyOnce(@Nullable String ci) {
		assertThat(condition(this.nowhere, ci).evaluate().isDisabled()).isTrue();
		assertThat(condition(this.nowhere, ci).evaluate().isDisabled()).isTrue();
		assertThat(this.lines)
			.containsExactly("Skipping the tests that need Pebble. Pebble cannot be had: none here; none there");
	}

	@Test
	void failsWithoutPebbleInContinuousIntegration() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(condition(this.nowhere, "true")::evaluate)
			.withMessageContaining("none here; none there");
		assertThat(this.lines).isEmpty();
	}

	@Test
	void runsWithPebble() {
		PebblePrograms programs = (program, arguments, environment, folder, lines) -> {
			throw new UnsupportedOperationException();
		};
		assertThat(condition(new PebbleSearch(List.of(() -> programs)), "true").evaluate().isDisabled()).isFalse();
		assertThat(this.lines).isEmpty();
	}

	private EnabledIfPebbleCondition condition(PebbleSearch search, @Nullable String ci) {
		return new EnabledIfPebbleCondition(search, ci, this.said, this.lines::add);
	}

}
