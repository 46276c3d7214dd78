package com.example.hello;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@AutoConfigureTestRestTemplate
class HelloApplicationTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private TestRestTemplate template;

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
			.value((page) -> assertThat(page).contains("Hello over HTTPS"));
		this.client.get().uri("https://127.0.0.1:" + this.port + "/hello.js").exchange().expectStatus().isOk();
	}

	@Test
	void tellsWhichCertificateServesItAndWhenThatRenews() {
		assertThat(this.template.getForObject("/actuator/certificates", String.class)).contains("\"VALID\"")
			.contains("\"localhost\"")
			.contains("\"nextAttempt\"");
	}

	@Test
	void redirectsPlainHttp() {
		ResponseEntity<String> answer = this.template.withRedirects(HttpRedirects.DONT_FOLLOW)
			.getForEntity("http://localhost:" + this.plainPort + "/somewhere?a=b", String.class);
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.TEMPORARY_REDIRECT);
		assertThat(answer.getHeaders().getLocation()).hasToString("https://localhost:" + this.port + "/somewhere?a=b");
	}

}
