package dev.autohttps.testing;

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
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

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
		void aCustomizerIsAsked(@Autowired RestTestClient client) {
			EntityExchangeResult<String> result = client.get().uri("/hello").exchange().returnResult(String.class);
			assertThat(result.getRequestHeaders().getFirst("X-User")).isEqualTo("asked");
			assertThat(result.getResponseBody()).contains("saw GET /hello");
		}

		@Test
		void aCustomizerHasTheLastWord(@Autowired WebTestClient client) {
			assertThatException().isThrownBy(() -> client.get().uri("/hello").exchange())
				.withStackTraceContaining("the connector of the user");
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

		@Bean
		RestTestClientBuilderCustomizer usersCustomizer() {
			return (builder) -> builder.defaultHeader("X-User", "asked");
		}

		@Bean
		WebTestClientBuilderCustomizer usersWebCustomizer() {
			return (builder) -> builder.clientConnector(
					(method, uri, callback) -> Mono.error(new IllegalStateException("the connector of the user")));
		}

		@Bean
		TestRestTemplate usersTemplate() {
			return new TestRestTemplate();
		}

	}

}
