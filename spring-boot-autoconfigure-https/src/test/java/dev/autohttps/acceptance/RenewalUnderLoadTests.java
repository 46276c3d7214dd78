package dev.autohttps.acceptance;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.autohttps.acceptance.TlsClient.Connection;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.renewal.CertificateOperations;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renewals go by while clients keep sending requests.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("once")
class RenewalUnderLoadTests {

	private static final int KEEP_ALIVE = 8;

	private static final int RENEWALS = 4;

	private static final Duration LIFETIME = Duration.ofSeconds(20);

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final Set<BigInteger> serials = ConcurrentHashMap.newKeySet();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicBoolean stopped = new AtomicBoolean();

	@TempDir
	Path store;

	@Test
	void noRequestFailsAndNoConnectionIsCutDuringFourRenewals() throws Exception {
		try (Pebble pebble = Pebble.builder().profile("short", LIFETIME).start();
				RunningApplication application = RunningApplication
					.start(RunningApplication.properties(pebble, this.store, "https.domains=a.test,www.a.test"))) {
			Await.until("a certificate was obtained", Duration.ofSeconds(30),
					() -> application.status().state() == CertificateState.VALID);
			TlsClient client = TlsClient.trusting(pebble.root());
			List<Thread> clients = new ArrayList<>();
			for (int i = 0; i < KEEP_ALIVE; i++) {
				clients.add(start(() -> keepAlive(client, application.port())));
			}
			clients.add(start(() -> newConnections(pebble, application.port())));
			Await.until(RENEWALS + " renewals went by", LIFETIME.multipliedBy(2 * RENEWALS),
					() -> this.serials.size() > RENEWALS || !this.failures.isEmpty());
			this.stopped.set(true);
			for (Thread thread : clients) {
				thread.join(30_000);
			}
			System.out.println(this.serials.size() - 1 + " renewals under " + this.requests + " requests on "
					+ this.connections + " connections, " + this.failures.size() + " failed");
			assertThat(this.failures).isEmpty();
			assertThat(this.serials).hasSizeGreaterThan(RENEWALS);
			assertThat(this.requests.get()).isGreaterThan(1000);
			assertThat(stored().serial())
				.isEqualTo(TlsClient.served(application.port(), "a.test").getSerialNumber().toString(16));
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, a.test", "TLSv1.2, a.test", "TLSv1.3, b.test" })
	void sessionsAreResumedBeforeAndAfterARenewal(String protocol, String name) throws Exception {
		try (Pebble pebble = Pebble.builder().start();
				RunningApplication application = RunningApplication.start(RunningApplication.properties(pebble,
						this.store, "https.domains=a.test", "https.certificates.b.domains=b.test"))) {
			TlsClient client = TlsClient.trusting(pebble.root());
			Await.until(name + " is served", Duration.ofSeconds(30),
					() -> request(client, application, name, protocol) || true);
			assertThat(request(client, application, name, protocol)).as("resumed before").isTrue();
			BigInteger before = TlsClient.served(application.port(), name).getSerialNumber();
			application.context().getBean(CertificateOperations.class).renew(name.equals("b.test") ? "b" : "https");
			Await.until("a renewal went by", Duration.ofSeconds(60),
					() -> !TlsClient.served(application.port(), name).getSerialNumber().equals(before));
			boolean first = request(client, application, name, protocol);
			boolean second = request(client, application, name, protocol);
			assertThat(first || second).as("at most one full handshake after the swap").isTrue();
			assertThat(request(client, application, name, protocol)).as("resumed after").isTrue();
			if (Runtime.version().feature() < 25) {
				assertThat(first).as("not even one").isTrue();
			}
		}
	}

	/**
	 * Make a request on a new connection.
	 * @return whether its session was resumed
	 */
	private static boolean request(TlsClient client, RunningApplication application, String name, String protocol)
			throws Exception {
		try (Connection connection = client.connect(application.port(), name, protocol)) {
			connection.get("/hello");
			return connection.isResumed();
		}
	}

	private void keepAlive(TlsClient client, int port) throws Exception {
		try (Connection connection = client.connect(port, "a.test")) {
			while (!this.stopped.get()) {
				assertThat(connection.get("/hello")).isEqualTo(TestApplication.GREETING);
				this.requests.incrementAndGet();
			}
		}
	}

	private void newConnections(Pebble pebble, int port) throws Exception {
		while (!this.stopped.get()) {
			// A client that has no session makes a full handshake.
			try (Connection connection = TlsClient.trusting(pebble.root()).connect(port, "www.a.test")) {
				this.serials.add(connection.certificate().getSerialNumber());
				assertThat(connection.get("/hello")).isEqualTo(TestApplication.GREETING);
				this.requests.incrementAndGet();
				this.connections.incrementAndGet();
			}
		}
	}

	private Thread start(Client client) {
		Thread thread = new Thread(() -> {
			try {
				client.run();
			}
			catch (Throwable ex) {
				this.failures.add(ex);
			}
		});
		thread.start();
		return thread;
	}

	private ServerCertificate stored() throws Exception {
		try (var files = Files.walk(this.store.resolve("certificates"))) {
			Path file = files.filter((path) -> path.endsWith("ec-p256.pem")).findFirst().orElseThrow();
			return ServerCertificate.parse(Files.readString(file));
		}
	}

	private interface Client {

		void run() throws Exception;

	}

}
