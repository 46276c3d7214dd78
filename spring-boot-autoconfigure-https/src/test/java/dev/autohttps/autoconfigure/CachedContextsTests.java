package dev.autohttps.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.EchoController;
import dev.autohttps.TestApplication;
import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.RenewalScheduler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts of tests come, rest and go: what they hold beside their web server comes and
 * goes with them.
 */
@Tag("once")
class CachedContextsTests {

	@Test
	void aContextThatRestsHasNoThreadsAndServesTheSameWhenItIsNeededAgain() {
		TestContext first = use(First.class);
		ApplicationContext context = first.getApplicationContext();
		String serial = serial(context);
		assertThat(Stillness.threads()).isNotEmpty();
		first.markApplicationContextUnused();
		TestContext second = use(Second.class);
		try {
			assertThat(context.getBean(RenewalScheduler.class).isRunning()).isFalse();
			client(context).get().uri("/hello").exchange().expectStatus().isOk();
			((ConfigurableApplicationContext) second.getApplicationContext()).pause();
			Stillness.awaitNoThreads();
			TestContext again = use(First.class);
			assertThat(again.getApplicationContext()).isSameAs(context);
			assertThat(Stillness.threads()).isNotEmpty();
			assertThat(serial(context)).isEqualTo(serial);
			client(context).get().uri("/hello").exchange().expectStatus().isOk();
		}
		finally {
			second.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
			first.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}
		Stillness.awaitNoThreads();
	}

	@Test
	void contextsThatCloseLeaveNothingBehind() {
		List<Path> directories = new ArrayList<>();
		int ports = 0;
		for (int i = 0; i < 5; i++) {
			TestContext test = use(First.class);
			ApplicationContext context = test.getApplicationContext();
			client(context).get().uri("/hello").exchange().expectStatus().isOk();
			directories.add(context.getBean(TemporaryDirectory.class).path());
			assertThat(directories.get(i).resolve("local/root.crt")).exists();
			ports += context.getEnvironment().getRequiredProperty("local.https.http-port", Integer.class) > 0 ? 1 : 0;
			test.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
			Stillness.awaitNoThreads();
		}
		assertThat(ports).isEqualTo(5);
		assertThat(directories).doesNotHaveDuplicates().allSatisfy((one) -> assertThat(one).doesNotExist());
	}

	private static TestContext use(Class<?> test) {
		TestContext context = new TestContextManager(test).getTestContext();
		context.getApplicationContext();
		return context;
	}

	private static RestTestClient client(ApplicationContext context) {
		return context.getBean(RestTestClient.class);
	}

	private static String serial(ApplicationContext context) {
		return context.getBean(CertificateRegistry.class).list().get(0).live().certificate().serial();
	}

	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			classes = { TestApplication.class, EchoController.class }, properties = "test.number=1")
	@AutoConfigureRestTestClient
	static class First {

	}

	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			classes = { TestApplication.class, EchoController.class }, properties = "test.number=2")
	@AutoConfigureRestTestClient
	static class Second {

	}

}
