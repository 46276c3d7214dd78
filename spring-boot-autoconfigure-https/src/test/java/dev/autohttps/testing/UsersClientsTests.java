package dev.autohttps.testing;

import java.util.concurrent.atomic.AtomicReference;

import dev.autohttps.Certificates;
import dev.autohttps.EchoController;
import dev.autohttps.TestApplication;
import dev.autohttps.test.Ports;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.RestTestClientBuilderCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.boot.webtestclient.autoconfigure.WebTestClientBuilderCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.reactive.MockClientHttpResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users say themselves about the clients of their tests, and about their server,
 * stays so.
 */
@Tag("once")
class UsersClientsTests {

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT,
			classes = { TestApplication.class, EchoController.class })
	@AutoConfigureTestRestTemplate
	@AutoConfigureRestTestClient
	@AutoConfigureWebTestClient
	@Import(Customizers.class)
	class WithBeansOfTheUser {

		@DynamicPropertySource
		static void ports(DynamicPropertyRegistry registry) {
			int[] ports = Ports.free(2);
			registry.add("server.port", () -> ports[0]);
			registry.add("https.http.port", () -> ports[1]);
		}

		@Test
		void aCustomizerIsAsked(@Autowired RestTestClient client, @Autowired Customizers customizers) {
			client.get().uri("/hello").exchange().expectBody(String.class).returnResult();
			assertThat(customizers.asked).hasValue("asked");
		}

		@Test
		void aCustomizerHasTheLastWord(@Autowired WebTestClient client) {
			client.get().uri("/hello").exchange().expectStatus().isEqualTo(HttpStatus.I_AM_A_TEAPOT);
		}

		@Test
		void aTemplateOfTheUserIsTheOnlyOne(ApplicationContext context) {
			assertThat(context.getBeansOfType(TestRestTemplate.class)).containsOnlyKeys("usersTemplate");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			classes = { TestApplication.class, EchoController.class })
	@AutoConfigureTestRestTemplate
	class WithAKeyOfTheUser {

		@DynamicPropertySource
		static void key(DynamicPropertyRegistry registry) {
			String pem = Certificates.selfSigned("localhost").toPem();
			registry.add("server.ssl.certificate", () -> pem);
			registry.add("server.ssl.certificate-private-key", () -> pem);
		}

		@Test
		void theTemplateIsThatOfBootAndTrustsWhatIsSignedByItself(@Autowired TestRestTemplate template,
				ApplicationContext context) {
			assertThat(context.getBeanNamesForType(ServedCertificatesTrust.class)).isEmpty();
			assertThat(template.getRootUri()).startsWith("https://");
			assertThat(template.getForObject("/hello", String.class)).contains("saw GET /hello");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			classes = { TestApplication.class, EchoController.class }, properties = "https.enabled=false")
	@AutoConfigureRestTestClient
	class WithoutHttps {

		@Test
		void theClientUsesPlainHttp(@Autowired RestTestClient client, ApplicationContext context) {
			assertThat(context.getBeanNamesForType(ServedCertificatesTrust.class)).isEmpty();
			client.get().uri("/hello").exchange().expectStatus().isOk();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Customizers {

		private final AtomicReference<String> asked = new AtomicReference<>();

		@Bean
		RestTestClientBuilderCustomizer usersCustomizer() {
			return (builder) -> builder.defaultHeader("X-User", "asked")
				.entityExchangeResultConsumer(
						(result) -> this.asked.set(result.getRequestHeaders().getFirst("X-User")));
		}

		@Bean
		WebTestClientBuilderCustomizer usersWebCustomizer() {
			return (builder) -> builder.clientConnector(
					(method, uri, callback) -> Mono.just(new MockClientHttpResponse(HttpStatus.I_AM_A_TEAPOT)));
		}

		@Bean
		TestRestTemplate usersTemplate() {
			return new TestRestTemplate();
		}

	}

}
