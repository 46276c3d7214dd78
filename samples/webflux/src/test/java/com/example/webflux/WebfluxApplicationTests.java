package com.example.webflux;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient
class WebfluxApplicationTests {

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@Value("${local.https.http-port}")
	private int plainPort;

	@Test
	void servesItsPageOverHttps() {
		this.client.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello over HTTPS from Reactor Netty");
	}

	@Test
	void tellsWhichCertificateServesItAndWhenThatRenews() {
		this.client.get()
			.uri("/actuator/certificates")
			.exchange()
			.expectBody(String.class)
			.value((answer) -> assertThat(answer).contains("\"VALID\"", "\"localhost\"", "\"nextAttempt\""));
	}

	@Test
	void redirectsPlainHttp() {
		this.client.get()
			.uri("http://localhost:" + this.plainPort + "/somewhere?a=b")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.TEMPORARY_REDIRECT)
			.expectHeader()
			.location("https://localhost:" + this.port + "/somewhere?a=b");
	}

}
