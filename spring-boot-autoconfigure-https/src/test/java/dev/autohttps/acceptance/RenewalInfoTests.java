package dev.autohttps.acceptance;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.autohttps.Certificates;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Fault;
import dev.autohttps.test.FaultyAnswer;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * What a CA says about the renewal of its certificates (ARI).
 */
@EnabledIfPebble
@Tag("acceptance")
class RenewalInfoTests {

	private static final String RENEWAL_INFO = "GET /draft-ietf-acme-ari-03/renewalInfo/";

	private static final Instant START = Instant.parse("2031-05-01T00:00:00Z");

	private static Pebble pebble;

	private static FaultyProxy proxy;

	private static OrderBench bench;

	private static ServerCertificate certificate;

	@BeforeAll
	static void obtainACertificate() throws Exception {
		pebble = Pebble.builder().retryAfter(0, 0).start();
		proxy = FaultyProxy.before(pebble);
		bench = new OrderBench(proxy.directoryUrl(), proxy.trustPem()).answeringHttp("127.0.0.1", pebble.httpPort());
		certificate = OrderBench.certificate(bench.run(OrderBench.begin("shop.test")));
	}

	@AfterAll
	static void stopPebble() throws Exception {
		bench.close();
		proxy.close();
		pebble.close();
	}

	@BeforeEach
	void heal() {
		proxy.heal();
		bench.restart();
	}

	@Test
	void theWindowLiesWithinTheLifetimeUnlessTheCaWantsAnother() throws Exception {
		RenewalInfo info = bench.issuer().renewalInfo(certificate);
		assertThat(info).isNotNull();
		assertThat(info.start()).isBetween(certificate.notBefore(), info.end());
		assertThat(info.end()).isBeforeOrEqualTo(certificate.notAfter());
		assertThat(info.explanation()).isNull();
		assertThat(info.askAgain()).isCloseTo(Instant.now().plus(Duration.ofHours(6)), within(1, ChronoUnit.MINUTES));
	}

	@Test
	void aWindowThatTheCaMovesIsReadWithItsExplanation() throws Exception {
		ServerCertificate moved = OrderBench.certificate(bench.run(OrderBench.begin("moved.test")));
		Instant end = START.plus(Duration.ofHours(8));
		pebble.renewalInfo(moved.leaf(), START, end, URI.create("https://ca.example/why"));
		RenewalInfo info = bench.issuer().renewalInfo(moved);
		assertThat(info).isNotNull();
		assertThat(info.start()).isEqualTo(START);
		assertThat(info.end()).isEqualTo(end);
		assertThat(info.explanation()).isEqualTo("https://ca.example/why");
	}

	@Test
	void anExplanationThatIsNoPageIsLeftOut() throws Exception {
		pebble.renewalInfo(certificate.leaf(), START, START.plusSeconds(1), URI.create("javascript:alert(1)"));
		RenewalInfo info = bench.issuer().renewalInfo(certificate);
		pebble.renewalInfo(certificate.leaf(), "");
		assertThat(info).isNotNull();
		assertThat(info.explanation()).isNull();
	}

	@Test
	void aWindowThatEndsBeforeItStartsIsAnError() {
		refused(window(START, START.minusSeconds(1)), "ends before it starts");
		refused(window(START, START), "ends before it starts");
	}

	@Test
	void aWindowThatIsNoneIsAnError() {
		refused("{\"suggestedWindow\": {}}", "answer");
		refused("{}", "answer");
		refused("{\"suggestedWindow\": {\"start\": \"soon\", \"end\": \"late\"}}", "answer");
		refused("<html>", "answer");
	}

	@ParameterizedTest
	@CsvSource({ "0, 60", "59, 60", "3600, 3600", "86400, 86400", "999999999, 86400", ", 21600" })
	void itIsAskedAgainWhenTheCaWantsButWithinADay(Integer wanted, long expected) throws Exception {
		FaultyAnswer answer = json(window(START, START.plusSeconds(1)));
		proxy.fault(Fault.answer((wanted != null) ? answer.retryAfter(Duration.ofSeconds(wanted)) : answer)
			.at(RENEWAL_INFO));
		RenewalInfo info = bench.issuer().renewalInfo(certificate);
		assertThat(info).isNotNull();
		assertThat(info.askAgain()).isCloseTo(Instant.now().plusSeconds(expected), within(20, ChronoUnit.SECONDS));
	}

	@Test
	void anErrorOfTheCaPassesAndKeepsTheMomentThatItNamed() {
		proxy.fault(Fault.answer(FaultyAnswer.page(503).retryAfter(Duration.ofHours(2))).at(RENEWAL_INFO));
		IssuanceException failure = failure();
		assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
		assertThat(failure.getRetryAfter()).isCloseTo(Instant.now().plus(Duration.ofHours(2)),
				within(1, ChronoUnit.MINUTES));
		proxy.fault(Fault.drop());
		assertThat(failure().getKind()).isEqualTo(FailureKind.UNAVAILABLE);
	}

	@Test
	void theCaSaysNothingOfACertificateThatItDoesNotKnow() throws Exception {
		proxy.fault(Fault.answer(FaultyAnswer.problem(404, "malformed", "unknown")).at(RENEWAL_INFO));
		assertThat(bench.issuer().renewalInfo(certificate)).isNull();
	}

	@Test
	void aCertificateThatDoesNotNameItsSignersKeyIsNotAskedAbout() throws Exception {
		int before = proxy.requests().size();
		assertThat(bench.issuer().renewalInfo(TestCertificates.of("shop.test"))).isNull();
		assertThat(bench.issuer().renewalInfo(Certificates.selfSigned("shop.test"))).isNull();
		assertThat(proxy.requests().subList(before, proxy.requests().size()))
			.noneMatch((request) -> request.kind().equals(RENEWAL_INFO));
	}

	@Test
	void aCaWithoutRenewalInfoSaysNothing() throws Exception {
		proxy.fault(Fault.answer(json("{\"newNonce\": \"https://localhost/nonce\"}")).at("GET /dir"));
		bench.restart();
		assertThat(bench.issuer().renewalInfo(certificate)).isNull();
	}

	@Test
	void noAccountIsNeededToAsk() throws Exception {
		try (OrderBench stranger = new OrderBench(proxy.directoryUrl(), proxy.trustPem())) {
			int before = pebble.accountsMade();
			assertThat(stranger.issuer().renewalInfo(certificate)).isNotNull();
			assertThat(pebble.accountsMade()).isEqualTo(before);
		}
	}

	private static void refused(String answer, String said) {
		proxy.fault(Fault.answer(json(answer).retryAfter(Duration.ofHours(3))).at(RENEWAL_INFO));
		IssuanceException failure = failure();
		assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
		assertThat(failure).hasMessageContaining(said);
		assertThat(failure.getRetryAfter()).isAfter(Instant.now().plus(Duration.ofHours(2)));
		assertThat(failure.isOrderSpoiled()).isFalse();
	}

	private static IssuanceException failure() {
		return catchThrowableOfType(IssuanceException.class, () -> bench.issuer().renewalInfo(certificate));
	}

	private static String window(Instant start, Instant end) {
		return "{\"suggestedWindow\": {\"start\": \"%s\", \"end\": \"%s\"}}".formatted(start, end);
	}

	private static FaultyAnswer json(String body) {
		return new FaultyAnswer(200, null, false, "application/json", body);
	}

}
