package dev.autohttps.acme;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

import com.sun.net.httpserver.HttpServer;
import dev.autohttps.certificate.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.connector.NetworkSettings;

import static org.assertj.core.api.Assertions.assertThat;

class CaProviderTests {

	private static final Instant NOW = TestClock.START;

	private final CaProvider provider = new CaProvider(() -> null, new TestClock(),
			new CaTraffic(AcmeServer.of("https://ca.example/directory"), CaListener.NONE));

	@Test
	void aWaitInSecondsCountsFromNow() throws Exception {
		assertThat(retryAfter("90")).isEqualTo(NOW.plusSeconds(90));
	}

	@Test
	void aWaitUntilADateIsAsLongAsByTheClockOfTheCa() throws Exception {
		// By its Date header the CA lives in another year than this process.
		Instant until = retryAfter("Fri, 31 Dec 9999 23:59:59 GMT");
		assertThat(until).isEqualTo(NOW.plus(Duration.ofDays(7)));
		assertThat(retryAfter("Sun, 06 Nov 1994 08:49:37 GMT")).isBefore(NOW);
	}

	@Test
	void aWaitThatIsLongerThanAnyLimitIsAMistake() throws Exception {
		assertThat(retryAfter("999999999")).isEqualTo(NOW.plus(Duration.ofDays(7)));
	}

	@Test
	void aWaitThatCannotBeReadIsNone() throws Exception {
		assertThat(retryAfter("soon")).isNull();
		assertThat(retryAfter("99999999999999999999")).isNull();
		assertThat(retryAfter(null)).isNull();
	}

	private @Nullable Instant retryAfter(@Nullable String header) throws IOException, InterruptedException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			if (header != null) {
				exchange.getResponseHeaders().add("Retry-After", header);
			}
			exchange.sendResponseHeaders(503, -1);
			exchange.close();
		});
		server.start();
		try {
			HttpClient client = this.provider.createHttpClient(new NetworkSettings());
			URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
			client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
			return this.provider.lastAnswer().retryAfter();
		}
		finally {
			server.stop(0);
		}
	}

}
