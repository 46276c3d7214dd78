package dev.autohttps.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesWarningTests {

	private static final String WARNING = "There is no property 'https.domain'";

	@Test
	void whoeverStartedIsWarnedOnce(CapturedOutput output) {
		run(Fine.class, "--https.domain=shop.example");
		assertThat(output.toString().split(WARNING, -1)).hasSize(2);
	}

	@Test
	void whoeverFailedIsWarnedBeforeItIsSaidWhy(CapturedOutput output) {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> run(Failing.class, "--https.domain=shop.example"));
		assertThat(output.toString().indexOf(WARNING)).isNotNegative()
			.isLessThan(output.toString().indexOf("Application run failed"));
	}

	@Test
	void whoeverGoesWithoutIsNotWarned(CapturedOutput output) {
		run(Fine.class, "--https.domain=shop.example", "--https.enabled=false");
		assertThat(output).doesNotContain(WARNING);
	}

	private static void run(Class<?> source, String... arguments) {
		new SpringApplicationBuilder(source).web(WebApplicationType.NONE).run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	static class Fine {

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		String failing() {
			throw new IllegalStateException("it fails");
		}

	}

}
