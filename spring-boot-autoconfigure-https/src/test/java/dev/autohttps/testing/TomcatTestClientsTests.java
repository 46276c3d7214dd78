package dev.autohttps.testing;

import dev.autohttps.EchoController;
import dev.autohttps.TestApplication;
import dev.autohttps.server.TestServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The clients of a test of an application on Tomcat.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = { TestApplication.class, EchoController.class },
		properties = { "https.domains=shop.example", "spring.main.web-application-type=servlet" })
class TomcatTestClientsTests extends TestClientsContract {

	@DynamicPropertySource
	static void server(DynamicPropertyRegistry registry) {
		TestServer.TOMCAT.register(registry);
	}

	@Nested
	class InANestedClass {

		@Test
		void theClientIsThere(@Autowired RestTestClient client) {
			client.get().uri("/hello").exchange().expectStatus().isOk();
		}

	}

}
