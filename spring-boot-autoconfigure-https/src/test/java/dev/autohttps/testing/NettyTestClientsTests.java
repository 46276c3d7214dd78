package dev.autohttps.testing;

import dev.autohttps.ReactiveEchoController;
import dev.autohttps.TestApplication;
import dev.autohttps.server.TestServer;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The clients of a test of an application on Reactor Netty.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		classes = { TestApplication.class, ReactiveEchoController.class },
		properties = { "https.domains=shop.example", "spring.main.web-application-type=reactive" })
class NettyTestClientsTests extends TestClientsContract {

	@DynamicPropertySource
	static void server(DynamicPropertyRegistry registry) {
		TestServer.NETTY.register(registry);
	}

}
