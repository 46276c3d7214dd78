package dev.autohttps.autoconfigure;

import java.time.InstantSource;
import java.util.function.Supplier;

import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.aot.BeanInstanceSupplier;
import org.springframework.beans.factory.support.RootBeanDefinition;
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
	void oursIsAlsoWhatOneOfOurFactoryMethodsMakesOfATypeThatIsElsewhere() {
		this.context.registerBean("httpsWantedCertificates", WebSettings.class);
		this.context.registerBeanDefinition("ours",
				made(OfferedAnswers.class, HttpsAutoConfiguration.class, "httpsOfferedAnswers", OfferedAnswers::new));
		this.context.registerBeanDefinition("application",
				made(InstantSource.class, InstantSource.class, "system", InstantSource::system));
		start("https.enabled=false");
		assertThat(this.context.containsBean("ours")).isFalse();
		assertThat(this.context.getBean("application")).isInstanceOf(InstantSource.class);
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

	/**
	 * As generated code has it: neither a bean class nor a factory bean of ours.
	 */
	private static <T> RootBeanDefinition made(Class<T> type, Class<?> factory, String method, Supplier<T> made) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setInstanceSupplier(
				BeanInstanceSupplier.<T>forFactoryMethod(factory, method).withGenerator((bean) -> made.get()));
		return definition;
	}

	private void start(String property) {
		TestPropertyValues.of(property).applyTo(this.context);
		new AheadOfTimeSwitch().initialize(this.context);
		this.context.refresh();
	}

}
