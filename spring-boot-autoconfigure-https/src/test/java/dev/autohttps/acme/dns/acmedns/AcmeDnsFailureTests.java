package dev.autohttps.acme.dns.acmedns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.autohttps.Certificates;
import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.test.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is said of a server that does not answer as acme-dns does.
 */
@Timeout(180)
@Tag("once")
class AcmeDnsFailureTests {

	private static final String VALUE = "a".repeat(43);

	private static final String SHOP = "_acme-challenge.shop.example";

	private static final String SOMEBODY_ELSE = ": the property acme-dns.url is wrong, or something on the way, such as "
			+ "a proxy, answers in its place";

	private final TestStore store = new TestStore();

	private final CountDownLatch end = new CountDownLatch(1);

	private final List<String> asked = new CopyOnWriteArrayList<>();

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

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 429 })
	void aServerInTroubleIsTriedAgainSoon(int status) {
		answer(status, "{\"error\":\"db_error\"}");
		DnsRecordsException failure = update();
		assertThat(failure).hasMessage(did("publish a value for") + "it answered with status " + status
				+ " (db_error): it is in trouble, which should pass");
		assertThat(failure.isPassing()).isTrue();
		assertThat(register().isPassing()).isTrue();
	}

	@Test
	void whereThereIsNoAcmeDnsTheUrlIsWrong() {
		answer(404, "404 page not found\n");
		DnsRecordsException failure = update();
		assertThat(failure).hasMessage(did("publish a value for") + "it answered with status 404 (404 page not found): "
				+ "there is no acme-dns at that URL; correct the property acme-dns.url");
		assertThat(failure.isPassing()).isFalse();
	}

	@Test
	void credentialsDoNotFollowARedirect() {
		this.server.createContext("/update", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "/elsewhere");
			answer(exchange, 307, "");
		});
		this.server.createContext("/elsewhere", (exchange) -> {
			this.asked.add(exchange.getRequestURI().getPath());
			answer(exchange, 200, "{\"txt\":\"" + VALUE + "\"}");
		});
		assertThat(update())
			.hasMessage(did("publish a value for") + "it answered with status 307: it leads to /elsewhere, "
					+ "where nothing is sent; correct the property acme-dns.url");
		assertThat(this.asked).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>Welcome</html>", "", "[]", "{}", "{\"txt\":1}", "{\"txt\":\"other\"}" })
	void anAnswerThatDoesNotConfirmTheValueIsNone(String body) {
		answer(200, body);
		DnsRecordsException failure = update();
		assertThat(failure)
			.hasMessage(did("publish a value for") + "it answered with status 200 and '" + body + "'" + SOMEBODY_ELSE);
		assertThat(failure.isPassing()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>Welcome</html>", "", "[]", "{}",
			"{\"username\":\"u\",\"password\":\"s3cr3t\",\"subdomain\":\"s\"}",
			"{\"username\":1,\"password\":\"s3cr3t\",\"subdomain\":\"s\",\"fulldomain\":\"s.auth.example\"}",
			"{\"username\":\"u\",\"password\":\"s3cr3t\\r\\nX: y\",\"subdomain\":\"s\",\"fulldomain\":\"s.auth.example\"}",
			"{\"username\":\"u\",\"password\":\"s3cr3t\",\"subdomain\":\"s\",\"fulldomain\":\"s.auth.example\\nforged\"}",
			"{\"username\":\"u\",\"password\":\"s3cr3t\",\"subdomain\":\"s\",\"fulldomain\":\"s.au" })
	void aGarbledRegistrationIsNotKept(String body) {
		answer(201, body);
		assertThat(register())
			.hasMessage(did("register an account for") + "it answered with status 201 and no account" + SOMEBODY_ELSE);
		assertThat(this.store.list("")).isEmpty();
	}

	@Test
	void aRefusalCannotForgeALineNorShowThePassword() {
		answer(401, "no\r\n2026-01-01 ERROR forged, s3cr3t " + "x".repeat(1000));
		assertThat(update().getMessage()).contains("(no 2026-01-01 ERROR forged, *** xxx")
			.contains("xx…)")
			.doesNotContain("s3cr3t")
			.doesNotContainPattern("\\p{Cntrl}");
	}

	@Test
	void anAnswerWithoutEndIsNotReadToItsEnd() {
		this.server.createContext("/update", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			byte[] much = new byte[1 << 16];
			for (int i = 0; i < 1000; i++) {
				exchange.getResponseBody().write(much);
			}
		});
		assertThat(update())
			.hasMessage(did("publish a value for") + "its answer is larger than 65536 bytes" + SOMEBODY_ELSE);
	}

	@Test
	void anAnswerThatStallsIsGivenUp() {
		this.server.createContext("/update", (exchange) -> {
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write('{');
			exchange.getResponseBody().flush();
			await();
		});
		assertGivenUp();
	}

	@Test
	void anAnswerThatNeverComesIsGivenUp() {
		this.server.createContext("/update", (exchange) -> await());
		assertGivenUp();
	}

	private void assertGivenUp() {
		DnsRecordsException failure = update(url(), Duration.ofMillis(500));
		assertThat(failure).hasMessage(did("publish a value for")
				+ "there was no complete answer within 500 ms (the property acme-dns.timeout)");
		assertThat(failure.isPassing()).isTrue();
	}

	@Test
	void aConnectionThatIsRefusedIsTriedAgainSoon() {
		String url = "http://127.0.0.1:" + Ports.free();
		DnsRecordsException failure = update(url, Duration.ofSeconds(20));
		assertThat(failure).hasMessage("acme-dns at " + url
				+ " did not publish a value for _acme-challenge.shop.example: the connection was refused");
		assertThat(failure.isPassing()).isTrue();
	}

	@Test
	void aNameThatCannotBeResolvedIsTriedAgainSoon() {
		DnsRecordsException failure = update("http://auth.invalid", Duration.ofSeconds(20));
		assertThat(failure).hasMessage("acme-dns at http://auth.invalid did not publish a value for "
				+ "_acme-challenge.shop.example: the name auth.invalid cannot be resolved; if that lasts, the property "
				+ "acme-dns.url is wrong, or the DNS of this machine");
		assertThat(failure.isPassing()).isTrue();
	}

	@Test
	void aCertificateThatIsNotTrustedIsToldWithItsHost() throws Exception {
		HttpsServer tls = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		tls.setHttpsConfigurator(new HttpsConfigurator(context(Certificates.selfSigned("auth.example"))));
		tls.start();
		try {
			DnsRecordsException failure = update("https://127.0.0.1:" + tls.getAddress().getPort(),
					Duration.ofSeconds(20));
			assertThat(failure).hasMessageContaining(": the certificate of 127.0.0.1 is not trusted (")
				.hasMessageEndingWith(
						"); it must be mended there, or its CA be trusted by the JDK of this application");
			assertThat(failure.isPassing()).isFalse();
		}
		finally {
			tls.stop(0);
		}
	}

	@Test
	void aServerThatSpeaksNoTlsIsToldSo() throws Exception {
		try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			answerAll(plain, "HTTP/1.1 400 Bad Request\r\n\r\n");
			assertThat(update("https://127.0.0.1:" + plain.getLocalPort(), Duration.ofSeconds(20)))
				.hasMessageContaining(": TLS with 127.0.0.1 failed: ");
		}
	}

	@Test
	void aConnectionThatIsCutIsTriedAgainSoon() throws Exception {
		try (ServerSocket cutting = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			answerAll(cutting, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
			DnsRecordsException failure = update("http://127.0.0.1:" + cutting.getLocalPort(), Duration.ofSeconds(20));
			assertThat(failure).hasMessageStartingWith("acme-dns at http://127.0.0.1:");
			assertThat(failure.isPassing()).isTrue();
		}
	}

	@Test
	void theApiMayBeBelowAPath() throws Exception {
		this.server.createContext("/acme/dns/update", (exchange) -> {
			this.asked.add(exchange.getRequestHeaders().getFirst("X-Api-User") + " "
					+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			answer(exchange, 200, "{\"txt\": \"" + VALUE + "\"}");
		});
		records(url() + "/acme/dns/", Duration.ofSeconds(20)).publish(record());
		assertThat(this.asked).containsExactly("u {\"subdomain\":\"s\",\"txt\":\"" + VALUE + "\"}");
	}

	@Test
	void aValueIsWrittenAgainIfItIsNotKnownWhetherItWas() throws Exception {
		AcmeDnsRecords records = records(url(), Duration.ofSeconds(20));
		answer(503, "");
		update(records);
		this.server.removeContext("/");
		this.server.createContext("/", (exchange) -> {
			this.asked.add("asked");
			answer(exchange, 200, "{\"txt\":\"" + VALUE + "\"}");
		});
		records.publish(record());
		records.publish(record());
		assertThat(this.asked).hasSize(1);
	}

	private DnsRecordsException update() {
		return update(url(), Duration.ofSeconds(20));
	}

	private DnsRecordsException update(String url, Duration timeout) {
		return update(records(url, timeout));
	}

	private static DnsRecordsException update(AcmeDnsRecords records) {
		return catchThrowableOfType(DnsRecordsException.class, () -> records.publish(record()));
	}

	private DnsRecordsException register() {
		AcmeDnsRecords records = new AcmeDnsRecords(
				new AcmeDnsSettings(URI.create(url()), null, null, null, Duration.ofSeconds(20)), this.store);
		return catchThrowableOfType(DnsRecordsException.class, () -> records.publish(record()));
	}

	private AcmeDnsRecords records(String url, Duration timeout) {
		return new AcmeDnsRecords(new AcmeDnsSettings(URI.create(url), "u", "s3cr3t", "s", timeout), this.store);
	}

	private static TxtRecord record() {
		return new TxtRecord("s.auth.example", VALUE, SHOP);
	}

	private String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private String did(String task) {
		return "acme-dns at " + url() + " did not " + task + " _acme-challenge.shop.example: ";
	}

	private void answer(int status, String body) {
		this.server.createContext("/", (exchange) -> answer(exchange, status, body));
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		try (exchange) {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
			exchange.getResponseBody().write(bytes);
		}
	}

	private void await() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void answerAll(ServerSocket server, String answer) {
		Thread thread = new Thread(() -> {
			while (!server.isClosed()) {
				try (Socket socket = server.accept()) {
					socket.getInputStream().read(new byte[4096]);
					socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
				}
				catch (IOException ex) {
					// Closed.
				}
			}
		}, "answers-all");
		thread.setDaemon(true);
		thread.start();
	}

	private static SSLContext context(ServerCertificate certificate) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(null, null);
		keys.setKeyEntry("key", certificate.privateKey(), new char[0], certificate.sharedChain());
		KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		factory.init(keys, new char[0]);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(factory.getKeyManagers(), null, null);
		return context;
	}

}
