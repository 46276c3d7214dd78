package dev.autohttps.autoconfigure;

import dev.autohttps.EchoController;
import dev.autohttps.ReactiveEchoController;
import dev.autohttps.TestApplication;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.renewal.CertificateOperations;
import dev.autohttps.renewal.RenewalScheduler;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that opens no web server has all beans of ours, and nothing of ours starts: no
 * thread, no port, no file, no key, no line in the log.
 */
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class MockEnvironmentTests {

	@Nested
	@SpringBootTest(classes = { TestApplication.class, EchoController.class },
			properties = { "https.domains=shop.example", "https.issuer=acme",
					"https.acme.terms-of-service-agreed=true" })
	@AutoConfigureMockMvc
	@AutoConfigureRestTestClient
	class WithMockMvc {

		@Test
		void nothingStarts(ApplicationContext context, CapturedOutput output) {
			Stillness.check(context, output);
		}

		@Test
		void theApplicationIsAsked(@Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/hello")).bodyText().contains("saw GET /hello");
		}

		@Test
		void theRestTestClientIsThatOfMockMvc(@Autowired RestTestClient client) {
			client.get().uri("/hello").exchange().expectStatus().isOk();
		}

		@Test
		void itsHealthIsNotOurs(@Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/actuator/health")).bodyJson().extractingPath("$.status").isEqualTo("UP");
		}

		@Test
		void whatIsAskedForIsNotDone(@Autowired CertificateOperations operations, ApplicationContext context,
				CapturedOutput output) throws Exception {
			operations.renew("https");
			Stillness.check(context, output);
		}

	}

	@Nested
	@SpringBootTest(classes = { TestApplication.class, ReactiveEchoController.class },
			properties = "spring.main.web-application-type=reactive")
	@AutoConfigureWebTestClient
	class WithAMockOfAReactiveServer {

		@Test
		void nothingStarts(ApplicationContext context, CapturedOutput output) {
			Stillness.check(context, output);
		}

		@Test
		void theWebTestClientIsThatOfTheMock(@Autowired WebTestClient client) {
			client.get().uri("/hello").exchange().expectStatus().isOk();
		}

	}

	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE, properties = {
			"https.domains=shop.example", "https.issuer=acme", "https.acme.terms-of-service-agreed=true" })
	class WithoutAnyWeb {

		@Test
		void nothingStarts(ApplicationContext context, CapturedOutput output) {
			Stillness.check(context, output);
		}

	}

	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE)
	class WithoutAnyWebButStarted {

		@Test
		@DirtiesContext
		void itStartsWhenTheTestSaysSo(ConfigurableApplicationContext context) {
			context.start();
			assertThat(context.getBean(RenewalScheduler.class).isRunning()).isTrue();
			assertThat(context.getBean(LiveCertificates.class).current().all()).hasSize(1);
			assertThat(context.getBean(TemporaryDirectory.class).path()).isDirectory();
		}

	}

	@Nested
	@WebMvcTest(EchoController.class)
	@ContextConfiguration(classes = { TestApplication.class, EchoController.class })
	class ASliceOfMvc {

		@Test
		void hasNothingOfOurs(ApplicationContext context, CapturedOutput output, @Autowired MockMvcTester mvc) {
			assertThat(context.getBeanNamesForType(LiveCertificates.class)).isEmpty();
			assertThat(mvc.get().uri("/hello")).hasStatusOk();
			Stillness.check(output);
		}

	}

	@Nested
	@WebFluxTest(ReactiveEchoController.class)
	@ContextConfiguration(classes = { TestApplication.class, ReactiveEchoController.class })
	class ASliceOfWebFlux {

		@Test
		void hasNothingOfOurs(ApplicationContext context, CapturedOutput output, @Autowired WebTestClient client) {
			assertThat(context.getBeanNamesForType(LiveCertificates.class)).isEmpty();
			client.get().uri("/hello").exchange().expectStatus().isOk();
			Stillness.check(output);
		}

	}

}
