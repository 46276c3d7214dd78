package dev.autohttps.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
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
	void nobodyWaitsForTheWarning(CapturedOutput output) {
		run(Fine.class, "--https.domain=shop.example");
		assertThat(output.toString().indexOf(Fine.READY)).isNotNegative()
			.isLessThan(output.toString().indexOf(WARNING));
	}

	@Test
	void whoeverRunsForLongIsWarnedBefore(CapturedOutput output) {
		run(Running.class, "--https.domain=shop.example");
		assertThat(output.toString().split(WARNING, -1)).hasSize(2);
		assertThat(output.toString().indexOf(WARNING)).isLessThan(output.toString().indexOf(Running.RUNS));
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

		static final String READY = "Everybody who waited has been told";

		@Bean
		static ApplicationListener<AvailabilityChangeEvent<ReadinessState>> readiness() {
			return (event) -> System.out.println((event.getState() == ReadinessState.ACCEPTING_TRAFFIC) ? READY : "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Running {

		static final String RUNS = "It runs";

		@Bean
		static ApplicationRunner runner() {
			return (arguments) -> System.out.println(RUNS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		String failing() {
			throw new IllegalStateException("it fails");
		}

	}

}
