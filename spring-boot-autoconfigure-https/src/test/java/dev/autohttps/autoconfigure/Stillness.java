package dev.autohttps.autoconfigure;

import java.util.List;

import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.RenewalScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What there is of ours in a test where nothing is to start.
 */
final class Stillness {

	private Stillness() {
	}

	/**
	 * Assert that nothing has started, though all beans are there.
	 */
	static void check(ApplicationContext context, CapturedOutput output) {
		assertThat(context.getBean(CertificateRegistry.class).list()).isNotEmpty()
			.allSatisfy((status) -> assertThat(status.live()).isNull());
		assertThat(context.getBean(LiveCertificates.class).current().all()).isEmpty();
		assertThat(context.getBean(RenewalScheduler.class).isRunning()).isFalse();
		assertThat(context.getBean(TemporaryDirectory.class).path()).doesNotExist();
		assertThat(context.getEnvironment().getProperty("local.https.http-port")).isNull();
		check(output);
	}

	/**
	 * Return the names of our threads. Tomcat's begin alike.
	 */
	static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.matches("https-(\\d+|records-\\d+|dns-\\d+|doctor)"))
			.toList();
	}

	/**
	 * A pool says that it has ended when its last thread is about to.
	 */
	static void awaitNoThreads() {
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	static void check(CapturedOutput output) {
		awaitNoThreads();
		assertThat(output).doesNotContainIgnoringCase("certificate").doesNotContain("local CA");
	}

}
