package dev.autohttps.testcontainers;

import dev.autohttps.autoconfigure.AcmeAutoConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PebbleContainerConnectionDetailsFactory}, without an engine.
 */
@Tag("once")
class PebbleContainerConnectionDetailsFactoryTests {

	@Test
	void bootHintsAtTheAutoConfigurationThatIsLookedFor() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().contains(".ContainerConnectionDetailsFactor"))
			.forEach((registrar) -> registrar.registerHints(hints, getClass().getClassLoader()));
		assertThat(RuntimeHintsPredicates.reflection().onType(AcmeAutoConfiguration.class)).accepts(hints);
	}

}
