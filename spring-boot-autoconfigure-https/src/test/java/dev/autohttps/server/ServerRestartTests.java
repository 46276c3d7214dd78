package dev.autohttps.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import dev.autohttps.OwnThreads;
import dev.autohttps.RunningApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.acceptance.TlsClient.Connection;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateOperations;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Fault;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.Ports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application whose context is stopped and started again, or paused and restarted, as
 * before and after a checkpoint.
 */
@ExtendWith({ OutputCaptureExtension.class, OwnThreads.class })
class ServerRestartTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	Path store;

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY_HTTP2", "NETTY" })
	void whatIsStoppedLeavesItsPortsAndThreadsAndTakesThemBackWhenItStarts(TestServer server, CapturedOutput output)
			throws Exception {
		int port = Ports.free();
		int plainPort = Ports.free();
		try (RunningApplication application = server.start(this.store, "server.port=" + port,
				"https.http.port=" + plainPort)) {
			ConfigurableApplicationContext context = application.context();
			for (int i = 0; i < 2; i++) {
				context.stop();
				// A connection of somebody else may have that number for a moment.
				await().atMost(PATIENCE).until(() -> canBeBound(port) && canBeBound(plainPort));
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
				context.start();
				assertThatBothPortsAnswer(application);
				assertThat(threads()).isNotEmpty();
			}
			context.pause();
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
			assertThatBothPortsAnswer(application);
			context.restart();
			assertThatBothPortsAnswer(application);
			String served = serial(application);
			application.bean(CertificateOperations.class).renew("https");
			await().atMost(PATIENCE).until(() -> !served.equals(serial(application)));
			assertThatBothPortsAnswer(application);
			assertThatAllWentWell(output);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY_HTTP2", "NETTY" })
	@EnabledIfPebble
	@Tag("acceptance")
	void anOrderThatIsUnderWayIsLetGoOfAndGoneOnWith(TestServer server, CapturedOutput output) throws Exception {
		try (Pebble pebble = Pebble.builder().retryAfter(1, 1).start();
				FaultyProxy way = FaultyProxy.before(pebble);
				RunningApplication application = start(server, pebble, way)) {
			// Later than the CA asks: while the ports are closed, that would end the
			// order.
			await().atMost(PATIENCE).until(() -> status(application).step() == Step.FINALIZED);
			assertThat(leaseIsFree(application)).isFalse();
			application.context().stop();
			assertThat(status(application).state()).isNotEqualTo(CertificateState.VALID);
			assertThat(leaseIsFree(application)).isTrue();
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
			way.heal();
			application.context().start();
			await().atMost(PATIENCE).until(() -> status(application).state() == CertificateState.VALID);
			assertThat(pebble.ordersPlaced()).isOne();
			String obtained = serial(application);
			application.context().pause();
			assertThat(leaseIsFree(application)).isTrue();
			application.context().restart();
			assertThat(serial(application)).isEqualTo(obtained);
			application.bean(CertificateOperations.class).renew("https");
			await().atMost(PATIENCE).until(() -> !obtained.equals(serial(application)));
			try (Connection client = TlsClient.trusting(pebble.root()).connect(application.port(), "a.test")) {
				assertThat(client.get("/hello")).isEqualTo("application saw GET /hello");
			}
			assertThatAllWentWell(output);
		}
	}

	/**
	 * Start an application whose first order stays where it is until the way to the CA is
	 * healed.
	 */
	private RunningApplication start(TestServer server, Pebble pebble, FaultyProxy way) {
		way.fault(Fault.ordersStayInProcess());
		return server.start(this.store, "https.issuer=acme", "https.acme.server=" + way.directoryUrl(),
				"https.acme.terms-of-service-agreed=true", "https.acme.ssl.bundle=pebble", "https.domains=a.test",
				"spring.ssl.bundle.pem.pebble.truststore.certificate=" + way.trustPem().toUri(),
				"https.http.port=" + pebble.httpPort());
	}

	private static void assertThatBothPortsAnswer(RunningApplication application) throws Exception {
		assertThat(application.get("/hello").statusCode()).isEqualTo(200);
		assertThat(application.getPlain("/hello").headers().firstValue("Location"))
			.hasValue(application.https("/hello").toString());
	}

	private static void assertThatAllWentWell(CapturedOutput output) {
		assertThat(output.getAll().lines())
			.noneMatch((line) -> line.contains(" ERROR ") || line.contains(" WARN ") && line.contains("autohttps"));
	}

	private static CertificateStatus status(RunningApplication application) {
		return application.bean(CertificateKeepers.class).statuses().get(0);
	}

	private static String serial(RunningApplication application) {
		return application.bean(LiveCertificates.class).current().named("https").get(0).certificate().serial();
	}

	private static boolean leaseIsFree(RunningApplication application) {
		try (Lease lease = application.bean(Store.class)
			.tryLease(StoreKeys.lease(status(application).spec()), Duration.ofMinutes(1))) {
			return lease != null;
		}
	}

	/**
	 * The threads of ours that are there for as long as something is kept.
	 */
	private static Set<Thread> threads() {
		return OwnThreads.alive("https-(records-)?\\d+");
	}

	private static boolean canBeBound(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
