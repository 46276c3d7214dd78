package dev.autohttps.acme;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CaHttpClientTests {

	private final List<Integer> observed = new ArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.end.countDown();
		this.server.stop(0);
	}

	@Test
	void anAnswerIsGivenInTheFormThatWasAskedFor() throws Exception {
		answer((exchange) -> {
			byte[] body = "{\"newNonce\":\"x\"}".getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Replay-Nonce", "abc");
			exchange.sendResponseHeaders(201, body.length);
			exchange.getResponseBody().write(body);
		});
		HttpResponse<InputStream> answer = client(Duration.ofSeconds(10)).send(request(), BodyHandlers.ofInputStream());
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.headers().firstValue("Replay-Nonce")).hasValue("abc");
		assertThat(answer.body()).hasContent("{\"newNonce\":\"x\"}");
		assertThat(this.observed).containsExactly(201);
	}

	@Test
	void anAnswerWithoutABodyIsOne() throws Exception {
		answer((exchange) -> exchange.sendResponseHeaders(204, -1));
		HttpResponse<InputStream> answer = client(Duration.ofSeconds(10)).send(request(), BodyHandlers.ofInputStream());
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void aBodyWithoutEndIsRefused() {
		answer((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			byte[] much = new byte[1 << 16];
			for (int i = 0; i < 1000; i++) {
				exchange.getResponseBody().write(much);
			}
		});
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream()))
			.withStackTraceContaining("larger than");
	}

	@Test
	void anAnswerThatStallsIsGivenUp() {
		answer((exchange) -> {
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write('{');
			exchange.getResponseBody().flush();
			await();
		});
		assertThatExceptionOfType(HttpTimeoutException.class)
			.isThrownBy(() -> client(Duration.ofMillis(200)).send(request(), BodyHandlers.ofInputStream()))
			.withMessageContaining("no complete answer within");
	}

	private void await() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private CaHttpClient client(Duration timeout) {
		return new CaHttpClient(HttpClient.newHttpClient(), timeout,
				(response) -> this.observed.add(response.statusCode()));
	}

	private HttpRequest request() {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/"))
			.build();
	}

	private void answer(Answer answer) {
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				answer.to(exchange);
			}
		});
	}

	private interface Answer {

		void to(HttpExchange exchange) throws IOException;

	}

}
