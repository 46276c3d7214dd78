package dev.autohttps.acceptance;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Orders that are taken up again and turn out to be of no more use.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class LostOrderTests {

	private static final String ORDER = "POST /my-order/";

	private static final String ONCE_MORE = "Certificate 'shop' is ordered once more: ";

	private static Pebble pebble;

	private static FaultyProxy proxy;

	private static OrderBench bench;

	@BeforeAll
	static void startPebble() throws Exception {
		pebble = Pebble.builder().reusedAuthorizations(0).retryAfter(0, 0).start();
		proxy = FaultyProxy.before(pebble);
		bench = new OrderBench(proxy.directoryUrl(), proxy.trustPem()).answeringHttp("127.0.0.1", pebble.httpPort());
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
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "KEY_MADE", "ANSWERS_OFFERED", "ISSUED" })
	void anOrderThatTheCaDoesNotKnowIsReplacedAtOnce(Step step, CapturedOutput output) throws Exception {
		Issuance lost = lose(bench.runUntil(step, OrderBench.begin("unknown.test")));
		Issuance again = bench.step(lost);
		assertThat(again.step()).isEqualTo(Step.KEY_MADE);
		assertThat(again.answers()).isEmpty();
		assertThat(again.key().getPublic()).isNotEqualTo(lost.key().getPublic());
		assertThat(again.details()).containsEntry("replaced-order", lost.details().get("order"));
		assertThat(bench.run(again).chain()).isNotEmpty();
		assertThat(output).containsOnlyOnce(ONCE_MORE)
			.contains(proxy.directoryUrl() + " does not know the order any more");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "KEY_MADE", "ISSUED" })
	void anOrderOfAnotherAccountIsReplacedAtOnce(Step step, CapturedOutput output) throws Exception {
		Issuance placed = bench.runUntil(step, OrderBench.begin("account.test"));
		bench.forgetAccount();
		assertThat(bench.run(placed).chain()).isNotEmpty();
		assertThat(output).containsOnlyOnce(ONCE_MORE + "the order belongs to another account");
	}

	@ParameterizedTest
	@EnumSource(names = { "ORDER_PLACED", "CHALLENGES_ANSWERED", "FINALIZED" })
	void anOrderThatRanOutIsReplacedAtOnce(Step step, CapturedOutput output) throws Exception {
		Issuance placed = bench.runUntil(step, OrderBench.begin("expired.test"));
		proxy.fault(expired().at(ORDER));
		Issuance back = placed;
		while (back.step() != Step.KEY_MADE) {
			back = bench.step(back);
		}
		proxy.heal();
		assertThat(bench.run(back).chain()).isNotEmpty();
		assertThat(output).containsOnlyOnce(ONCE_MORE + "the order became invalid");
	}

	@Test
	void whatIsLostTwiceHasFailed() throws Exception {
		Issuance again = bench.step(lose(bench.runUntil(Step.ORDER_PLACED, OrderBench.begin("twice.test"))));
		Issuance lost = lose(bench.runUntil(Step.ORDER_PLACED, again));
		IssuanceException failure = catchThrowableOfType(IssuanceException.class, () -> bench.step(lost));
		assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
		assertThat(failure.isOrderSpoiled()).isTrue();
	}

	@Test
	void anOrderThatRunsOutAgainMustBeLookedAt() throws Exception {
		proxy.fault(expired().at(ORDER));
		IssuanceException failure = catchThrowableOfType(IssuanceException.class,
				() -> bench.run(OrderBench.begin("again.test")));
		assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(failure.isOrderSpoiled()).isTrue();
		assertThat(failure).hasMessageContaining("the CA does not say why");
	}

	@Test
	void theOtherChallengeIsStillTriedInAThirdOrder() throws Exception {
		int before = pebble.ordersPlaced();
		CertificateSpec spec = OrderBench.spec("third.test");
		Issuance begun = Issuance.begin(
				new CertificateSpec(spec.id(), spec.domains(), null, List.of("tls-alpn-01", "http-01")), Instant.now());
		assertThat(bench.run(lose(bench.runUntil(Step.ORDER_PLACED, begun))).chain()).isNotEmpty();
		assertThat(pebble.ordersPlaced() - before).isEqualTo(3);
	}

	@Test
	void whatIsIssuedIsKeptWhoeverOrderedIt() throws Exception {
		Issuance issued = bench.run(OrderBench.begin("kept.test"));
		bench.forgetAccount();
		assertThat(bench.issuer().advance(issued)).isEqualTo(issued);
	}

	private static Issuance lose(Issuance issuance) {
		Map<String, String> details = new HashMap<>(issuance.details());
		details.put("order", details.get("order") + "-lost");
		return issuance.with(details);
	}

	private static Fault expired() {
		return Fault.answer(new FaultyAnswer(200, null, false, "application/json", """
				{"status": "invalid", "identifiers": [], "authorizations": [], "finalize": "https://localhost/"}
				"""));
	}

}
