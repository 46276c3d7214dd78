package dev.autohttps.acme;

import java.io.ByteArrayOutputStream;
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
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CaHttpClientTests {

	private final List<Integer> observed = new ArrayList<>();

	private final List<CaExchange> exchanges = new ArrayList<>();

	private final CaTraffic traffic = new CaTraffic(AcmeServer.of("https://ca.example/directory"), new CaListener() {

		@Override
		public void exchanged(CaExchange exchange) {
			CaHttpClientTests.this.exchanges.add(exchange);
		}

	});

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
		HttpResponse<InputStream> answer = client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream());
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.headers().firstValue("Replay-Nonce")).hasValue("abc");
		assertThat(answer.body()).hasContent("{\"newNonce\":\"x\"}");
		assertThat(this.observed).containsExactly(201);
	}

	@Test
	void anAnswerWithoutABodyIsOne() throws Exception {
		answer((exchange) -> exchange.sendResponseHeaders(204, -1));
		HttpResponse<InputStream> answer = client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream());
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
			.withMessage("it is larger than 1048576 bytes");
	}

	@Test
	void aBodyThatIsHugeOnceItIsDecompressedIsRefused() {
		answer((exchange) -> compressed(exchange, new byte[(1 << 20) + 1]));
		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream()))
			.withMessage("it is larger than 1048576 bytes");
	}

	@Test
	void aCompressedBodyIsGivenDecompressed() throws Exception {
		answer((exchange) -> compressed(exchange, "{}".getBytes(StandardCharsets.UTF_8)));
		HttpResponse<InputStream> answer = client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream());
		assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(answer.body()).hasContent("{}");
	}

	@Test
	void aBodyThatIsNotCompressedAsItSaysIsRefused() {
		answer((exchange) -> {
			exchange.getResponseHeaders().add("Content-Encoding", "gzip");
			exchange.sendResponseHeaders(200, 2);
			exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
		});
		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream()))
			.withMessageContaining("not compressed as it says");
	}

	@Test
	void aWaitThatNobodyCanReadIsLeftOut() throws Exception {
		answer((exchange) -> {
			exchange.getResponseHeaders().add("Retry-After", "soon");
			exchange.sendResponseHeaders(429, -1);
		});
		HttpResponse<InputStream> answer = client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream());
		assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
	}

	@Test
	void aWaitThatCanBeReadIsPassedOn() throws Exception {
		answer((exchange) -> {
			exchange.getResponseHeaders().add("Retry-After", "120");
			exchange.sendResponseHeaders(503, -1);
		});
		HttpResponse<InputStream> answer = client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream());
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("120");
		assertThat(answer.headers().firstValue("Date")).isPresent();
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

	@Test
	void anAnswerThatIsLaterThanTheCallerWaitsIsToldInTheSameWords() {
		answer((exchange) -> await());
		HttpRequest impatient = HttpRequest.newBuilder(request().uri()).timeout(Duration.ofSeconds(1)).build();
		assertThatExceptionOfType(HttpTimeoutException.class)
			.isThrownBy(() -> client(Duration.ofSeconds(30)).send(impatient, BodyHandlers.ofInputStream()))
			.withMessage("no complete answer within 1 s from 127.0.0.1");
	}

	@Test
	void everyExchangeIsToldWithWhatCameOfIt() throws Exception {
		answer((exchange) -> exchange.sendResponseHeaders(503, -1));
		client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream());
		this.server.stop(0);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream()));
		assertThat(this.exchanges).extracting(CaExchange::status).containsExactly(503, 0);
		assertThat(this.exchanges).extracting(CaExchange::kind).containsOnly(CaExchange.Kind.OTHER);
		assertThat(this.exchanges).extracting(CaExchange::ca).containsOnly("https://ca.example/directory");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "[[1]]", "{\"finalize\": 1, \"authorizations\": 2}",
			"{\"identifier\": 1, \"challenges\": [null, 1, {}]}", "{\"type\": [], \"url\": {}, \"status\": null}" })
	void nothingThatACaAnswersMakesAnExchangeFailBecauseItIsToldOf(String body) throws Exception {
		answer((exchange) -> {
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.getResponseHeaders().add("Location", "http://[:%");
			exchange.sendResponseHeaders(200, (body.isEmpty()) ? -1 : body.length());
			exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
		});
		client(Duration.ofSeconds(30)).send(request(), BodyHandlers.ofInputStream());
		assertThat(this.exchanges).singleElement().extracting(CaExchange::status).isEqualTo(200);
	}

	private static void compressed(HttpExchange exchange, byte[] body) throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		try (GZIPOutputStream compressed = new GZIPOutputStream(content)) {
			compressed.write(body);
		}
		exchange.getResponseHeaders().add("Content-Encoding", "gzip");
		exchange.sendResponseHeaders(200, content.size());
		exchange.getResponseBody().write(content.toByteArray());
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
				(response) -> this.observed.add(response.statusCode()), this.traffic);
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
