package dev.autohttps.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.autohttps.acceptance.Trouble.When;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Fault;
import dev.autohttps.test.FaultyAnswer;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.PebbleActivity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The CA, or the way to it, is in trouble for a while: what is served stays, the CA is
 * spared, and in the end there is a certificate without anybody's help. Pauses are leapt
 * over, by a clock that the application lives by; the first faults are let loose all
 * together, since some of them mean to wait for time-outs.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("bench")
class FaultBenchTests {

	private static final int AT_A_TIME = 4;

	private static final Map<Trouble, Future<?>> RUNS = new EnumMap<>(Trouble.class);

	private static ExecutorService lanes;

	@TempDir
	static Path folder;

	@BeforeAll
	static void begin() {
		// Applications that start at once would set the logging up at once.
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		lanes = Executors.newFixedThreadPool(AT_A_TIME);
		for (Trouble trouble : Trouble.values()) {
			RUNS.put(trouble, lanes.submit(() -> {
				run(trouble);
				return null;
			}));
		}
	}

	@AfterAll
	static void end() throws InterruptedException {
		System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
		lanes.shutdownNow();
		lanes.awaitTermination(1, TimeUnit.MINUTES);
	}

	@ParameterizedTest
	@EnumSource
	void isEnduredAtAFirstStartAndAtARenewal(Trouble trouble) throws Throwable {
		try {
			RUNS.get(trouble).get();
		}
		catch (ExecutionException ex) {
			throw ex.getCause();
		}
	}

	private static void run(Trouble trouble) throws Exception {
		try (TroubledApplication application = new TroubledApplication(Pebble.builder().rejectedNonces(0),
				folder.resolve(trouble.name()))) {
			if (trouble.happensAt(When.FIRST_START)) {
				application.endure(trouble, When.FIRST_START);
			}
			else {
				application.start();
				application.awaitCertificateOtherThan(application.served());
			}
			if (trouble.happensAt(When.RENEWAL)) {
				application.endure(trouble, When.RENEWAL);
			}
			assertThat(application.pebble().certificatesIssued()).isEqualTo(trouble.happensAt(When.RENEWAL) ? 2 : 1);
			assertThat(application.pebble().ordersPlaced()).isEqualTo(application.pebble().certificatesIssued());
			assertThat(application.pebble().accountsMade()).isOne();
		}
	}

	@Test
	void aWayThatLosesEveryThirdRequestLeadsToACertificateInTheEnd() throws Exception {
		try (TroubledApplication application = new TroubledApplication(Pebble.builder().rejectedNonces(0),
				folder.resolve("way"))) {
			application.proxy().fault(Fault.drop().share(33));
			application.start();
			int failures = application.awaitCertificateWithoutPauses();
			System.out.println("Faults: every third request lost: " + application.proxy().requests().size()
					+ " requests, " + failures + " failures");
			assertIssuedOnce(application.pebble().sinceStart());
		}
	}

	@Test
	void aPageThatSaysNotFoundInPlaceOfTheOrderCostsNoMoreThanAnOrderForEachAttempt() throws Exception {
		try (TroubledApplication application = new TroubledApplication(Pebble.builder().rejectedNonces(0),
				folder.resolve("page"))) {
			application.proxy().fault(Fault.answer(FaultyAnswer.page(404)).times(3).at("POST /my-order/"));
			application.start();
			int failures = application.awaitCertificateWithoutPauses();
			int orders = application.pebble().ordersPlaced();
			System.out.println("Faults: page 404 in place of the order: " + application.proxy().requests().size()
					+ " requests, " + failures + " failures, " + orders + " orders");
			assertThat(failures).isLessThanOrEqualTo(3);
			assertThat(orders).isLessThanOrEqualTo(4);
		}
	}

	@Test
	void aCaThatRejectsMostNoncesIsAskedAgainAtOnceAndWithinBounds() throws Exception {
		try (TroubledApplication application = new TroubledApplication(Pebble.builder().rejectedNonces(60),
				folder.resolve("nonces"))) {
			application.start();
			application.awaitCertificateOtherThan(application.served());
			int requests = application.proxy().requests().size();
			System.out.println("Faults: 60 % of nonces rejected: " + requests + " requests");
			assertThat(requests).isLessThan(100);
			assertThat(application.pebble().certificatesIssued()).isOne();
		}
	}

	@Test
	void aCaThatForgotTheAccountAndTheOrderOnTheWayGetsOneNewOrder() throws Exception {
		try (TroubledApplication application = new TroubledApplication(Pebble.builder().rejectedNonces(0),
				folder.resolve("order"))) {
			application.proxy().fault(Fault.answer(FaultyAnswer.page(503)).at("POST /finalize-order/"));
			application.start();
			X509Certificate placeholder = application.served();
			assertThat(application.failure(1).kind()).isEqualTo(FailureKind.UNAVAILABLE);
			application.pebble().stop();
			application.pebble().start();
			application.proxy().heal();
			application.leapToNextAttempt();
			application.awaitCertificateOtherThan(placeholder);
			tell("a CA that was restarted during an order", application);
			assertIssuedOnce(application.pebble().sinceStart());
		}
	}

	@Test
	void aCaThatForgotEverythingBetweenTwoRenewalsGetsTheAccountAgain() throws Exception {
		try (TroubledApplication application = new TroubledApplication(Pebble.builder().rejectedNonces(0),
				folder.resolve("account"))) {
			application.start();
			application.awaitCertificateOtherThan(application.served());
			X509Certificate first = application.served();
			application.awaitAdvice();
			application.pebble().stop();
			application.pebble().start();
			application.leapToNextAttempt();
			application.awaitCertificateOtherThan(first);
			tell("a CA that was restarted between two renewals", application);
			assertIssuedOnce(application.pebble().sinceStart());
		}
	}

	private static void tell(String what, TroubledApplication application) {
		System.out.println("Faults: " + what + ": " + application.pebble().sinceStart().requestsSeen().size()
				+ " requests since then");
	}

	private static void assertIssuedOnce(PebbleActivity activity) {
		assertThat(activity.accountsMade()).isOne();
		assertThat(activity.ordersPlaced()).isOne();
		assertThat(activity.certificatesIssued()).isOne();
	}

	@Test
	void aCaWhoseNameCannotBeResolvedIsAskedOnceItCan() throws Exception {
		Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
		Path security = Files.writeString(folder.resolve("java.security"), "networkaddress.cache.negative.ttl=1\n");
		try (Pebble pebble = Pebble.builder().start();
				FaultyProxy proxy = FaultyProxy.before(pebble, "ca.test", InstantSource.system())) {
			List<String> properties = RunningApplication.properties(pebble, folder.resolve("name"),
					"https.domains=a.test", "https.acme.server=" + proxy.directoryUrl());
			try (ChildProcess application = ChildProcess.start(KilledApplication.class, properties,
					"-Djdk.net.hosts.file=" + hosts, "-Djava.security.properties=" + security)) {
				String failure = application.await("could not be obtained");
				assertThat(failure).contains(proxy.directoryUrl() + " cannot be reached", "its name cannot be resolved",
						"Next try at", "placeholder");
				assertThat(proxy.connectionsMade()).isZero();
				Files.writeString(hosts, "127.0.0.1 ca.test\n", StandardOpenOption.APPEND);
				application.await("was obtained and is served");
				String line = application.await(KilledApplication.PORT);
				int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
				try (TlsClient.Connection connection = TlsClient.trusting(pebble.root()).connect(port, "a.test")) {
					assertThat(connection.certificate().getNotAfter()).isInTheFuture();
				}
			}
		}
	}

}
