package dev.autohttps.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CA whose failures are spared by its staging server.
 */
@EnabledIfPebble
@Tag("acceptance")
class TrialServerTests {

	/**
	 * An address of a kind that nobody has.
	 */
	private static final String NOBODY = "240.0.0.1";

	private static Pebble production;

	private static Pebble staging;

	@TempDir
	Path store;

	@TempDir
	Path trust;

	private final LeapingClock clock = new LeapingClock();

	private final Queue<X509Certificate> served = new ConcurrentLinkedQueue<>();

	private int orders;

	private int trials;

	@BeforeAll
	static void startPebbles() {
		production = Pebble.builder().reusedAuthorizations(0).retryAfter(0, 0).start();
		staging = Pebble.builder().httpPort(production.httpPort()).reusedAuthorizations(0).retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebbles() {
		production.close();
		staging.close();
	}

	@BeforeEach
	void count() {
		staging.start();
		this.orders = production.ordersPlaced();
		this.trials = staging.ordersPlaced();
	}

	@Test
	void afterAFailureTheTrialComesFirstAndWhatItGivesIsNeitherServedNorKept() throws Exception {
		production.addressOf("mended.test", NOBODY);
		try (FaultyProxy way = FaultyProxy.before(production, "localhost", this.clock);
				FaultyProxy trialWay = FaultyProxy.before(staging, "localhost", this.clock);
				RunningApplication application = start("mended.test", way.directoryUrl().toString(),
						trialWay.directoryUrl().toString())) {
			Failure failure = application.awaitFailure(this.clock, 1);
			assertThat(failure.kind()).isEqualTo(FailureKind.ACTION_REQUIRED);
			assertThat(trialWay.requests()).isEmpty();
			production.addressOf("mended.test", "127.0.0.1");
			application.awaitCertificate(this.clock);
			List<Instant> asked = orders(way);
			List<Instant> tried = orders(trialWay);
			assertThat(tried).isNotEmpty();
			assertThat(asked).first().satisfies((order) -> assertThat(order).isBefore(tried.get(0)));
			assertThat(asked).last().satisfies((order) -> assertThat(order).isAfter(tried.get(tried.size() - 1)));
			assertThat(application.status().issuer()).isEqualTo(way.directoryUrl().toString());
			application.served().verify(production.intermediates().get(0).getPublicKey());
			System.out.println("Trial: the certificate was there "
					+ Duration.between(failure.retryAt(), this.clock.instant()).toMillis()
					+ " ms after the pause, its trial included");
		}
		assertThat(production.ordersPlaced() - this.orders).isEqualTo(2);
		assertThat(staging.ordersPlaced() - this.trials).isOne();
		assertThat(this.served).isNotEmpty()
			.noneMatch((one) -> one.getIssuerX500Principal()
				.equals(staging.intermediates().get(0).getSubjectX500Principal()));
		assertThat(kept()).hasSize(1);
	}

	@Test
	void aTrialThatFailsSparesTheCa() throws Exception {
		production.addressOf("broken.test", NOBODY);
		staging.addressOf("broken.test", NOBODY);
		try (RunningApplication application = start("broken.test", production.directoryUrl().toString(),
				staging.directoryUrl().toString())) {
			application.awaitFailure(this.clock, 3);
			assertThat(production.ordersPlaced() - this.orders).isOne();
			assertThat(staging.ordersPlaced() - this.trials).isEqualTo(2);
			production.addressOf("broken.test", "127.0.0.1");
			staging.addressOf("broken.test", "127.0.0.1");
			application.awaitCertificate(this.clock);
		}
		assertThat(production.ordersPlaced() - this.orders).isEqualTo(2);
	}

	@Test
	void aTrialServerThatIsOffIsInNobodysWay() throws Exception {
		production.addressOf("off.test", NOBODY);
		staging.stop();
		try (RunningApplication application = start("off.test", production.directoryUrl().toString(),
				staging.directoryUrl().toString())) {
			application.awaitFailure(this.clock, 1);
			production.addressOf("off.test", "127.0.0.1");
			application.awaitCertificate(this.clock);
		}
		assertThat(production.ordersPlaced() - this.orders).isEqualTo(2);
	}

	private RunningApplication start(String domain, String server, String trialServer) throws Exception {
		Path both = Files.writeString(this.trust.resolve("both.pem"),
				Files.readString(production.trustPem()) + Files.readString(staging.trustPem()));
		RunningApplication application = RunningApplication.start(RunningApplication.properties(production, this.store,
				"https.domains=" + domain, "https.acme.server=" + server, "https.acme.trial-server=" + trialServer,
				"https.acme.challenges=http-01", "spring.ssl.bundle.pem.pebble.truststore.certificate=" + both.toUri()),
				this.clock);
		application.live().onChange((id) -> this.served.add(application.live().current().get(id).certificate().leaf()));
		return application;
	}

	private static List<Instant> orders(FaultyProxy way) {
		List<Instant> orders = new ArrayList<>();
		way.requests()
			.stream()
			.filter((request) -> request.kind().equals("POST /order-plz"))
			.forEach((request) -> orders.add(request.at()));
		return orders;
	}

	private List<Path> kept() throws Exception {
		try (Stream<Path> files = Files.walk(this.store.resolve("certificates"))) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

}
