package com.example.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway is believed and nobody else, not even on the same machine.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BackendApplicationTests {

	@LocalServerPort
	private int port;

	@Test
	void believesTheGateway() throws IOException {
		assertThat(seen("127.0.0.1")).contains("\"remoteAddress\":\"6.6.6.6\"", "\"scheme\":\"https\"",
				"\"secure\":true", "\"host\":\"shop.example\"", "\"port\":443");
	}

	@Test
	void believesNobodyElse() throws IOException {
		assertThat(seen("127.0.0.2")).contains("\"remoteAddress\":\"127.0.0.2\"", "\"scheme\":\"http\"",
				"\"secure\":false", "\"host\":\"127.0.0.1\"", "\"port\":" + this.port);
	}

	@Test
	void believesOnlyTheLastAddressThatIsNotTheGateways() throws IOException {
		assertThat(seen("127.0.0.1", "X-Forwarded-For: 5.5.5.5, 10.0.0.7, 127.0.0.1"))
			.contains("\"remoteAddress\":\"10.0.0.7\"");
	}

	private String seen(String from) throws IOException {
		return seen(from, "X-Forwarded-For: 6.6.6.6");
	}

	private String seen(String from, String forwardedFor) throws IOException {
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), this.port, InetAddress.getByName(from),
				0)) {
			socket.getOutputStream()
				.write(String
					.join("\r\n", "GET /seen HTTP/1.1", "Host: 127.0.0.1:" + this.port, "Connection: close",
							forwardedFor, "X-Forwarded-Proto: https", "X-Forwarded-Host: shop.example",
							"X-Forwarded-Port: 443", "Forwarded: for=7.7.7.7;proto=https", "", "")
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
