package dev.autohttps.autoconfigure;

import dev.autohttps.certificate.LiveCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.AotDetector;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.SpringProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AheadOfTimeSwitch}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class AheadOfTimeSwitchTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void runWhatWasProcessed() {
		SpringProperties.setFlag(AotDetector.AOT_ENABLED);
	}

	@AfterEach
	void runWhatWasNot() {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
		this.context.close();
	}

	@Test
	void oursAreTakenOutAndThoseOfTheApplicationStay() {
		this.context.registerBean("httpsWantedCertificates", WebSettings.class);
		this.context.registerBean("application", LiveCertificates.class, () -> new LiveCertificates(() -> null));
		start("https.enabled=false");
		assertThat(this.context.containsBean("httpsWantedCertificates")).isFalse();
		assertThat(this.context.containsBean("application")).isTrue();
	}

	@Test
	void whoWantsHttpsThatWasSwitchedOffInTheBuildIsToldSo(CapturedOutput output) {
		start("https.enabled=true");
		assertThat(output).contains("There is no HTTPS although https.enabled is true")
			.contains("Process it with https.enabled=true");
	}

	@Test
	void whoSaysNothingIsToldNothing(CapturedOutput output) {
		start("other=true");
		assertThat(output).doesNotContain("https.enabled");
	}

	@Test
	void nothingIsDoneToWhatWasNotProcessed(CapturedOutput output) {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
		start("https.enabled=true");
		assertThat(output).doesNotContain("https.enabled");
	}

	private void start(String property) {
		TestPropertyValues.of(property).applyTo(this.context);
		new AheadOfTimeSwitch().initialize(this.context);
		this.context.refresh();
	}

}
