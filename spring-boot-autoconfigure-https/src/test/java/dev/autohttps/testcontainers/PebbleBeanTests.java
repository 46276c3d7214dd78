package dev.autohttps.testcontainers;

import java.nio.file.Path;
import java.time.Duration;

import dev.autohttps.TestApplication;
import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.test.EnabledIfDocker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application under development that is started with a CA beside it. Port 5002 is left
 * to other tests, so that it is not seen here what comes of the question.
 */
@EnabledIfDocker
@Tag("once")
class PebbleBeanTests {

	@TempDir
	Path store;

	@Test
	void aContainerThatIsABeanIsTheCa() {
		try (ConfigurableApplicationContext context = SpringApplication.from(PebbleBeanTests::main)
			.with(PebbleConfiguration.class)
			.run("--https.domains=shop.localhost", "--server.port=0", "--https.store.directory=" + this.store)
			.getApplicationContext()) {
			GenericContainer<?> pebble = context.getBean(GenericContainer.class);
			assertThat(context.getBean(AcmeConnectionDetails.class).getDirectory())
				.hasPort(pebble.getMappedPort(14000));
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(pebble::getLogs, (log) -> log.contains("validate w/ HTTP: http://shop.localhost:5002/"));
		}
	}

	private static void main(String[] args) {
		SpringApplication.run(TestApplication.class, args);
	}

}
