package dev.autohttps.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

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
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Orders that tell the CA which certificate theirs is to replace.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class ReplacementTests {

	private static final String NEW_ORDER = "POST /order-plz";

	private static final String WITHOUT = "is ordered without saying which one it replaces";

	private static Pebble pebble;

	private static FaultyProxy proxy;

	private static OrderBench bench;

	@BeforeAll
	static void startPebble() throws Exception {
		pebble = Pebble.builder().reusedAuthorizations(100).rejectedNonces(0).retryAfter(0, 0).start();
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
		bench.restart();
	}

	@Test
	void theCaIsToldOnceAndWhereItRefusesTheSecondTimeTheOrderGoesWithout(CapturedOutput output) throws Exception {
		Issuance first = bench.obtainReplaceable("once.test");
		int before = newOrders();
		Issuance renewed = bench.run(bench.renew(first));
		assertThat(newOrders() - before).isOne();
		assertThat(renewed.details()).containsKey("replaces").doesNotContainKey("replaces-dropped");
		assertThat(output).doesNotContain(WITHOUT);
		Issuance again = bench.run(bench.renew(first));
		assertThat(newOrders() - before).isEqualTo(3);
		assertThat(again.chain()).isNotEmpty();
		assertThat(again.details()).doesNotContainKeys("replaces", "replaces-account");
		assertThat(again.details().get("replaces-dropped")).contains("alreadyReplaced");
		assertThat(output).containsOnlyOnce(WITHOUT).contains("alreadyReplaced");
	}

	@Test
	void theWordOutlivesAnOrderThatFailed() throws Exception {
		Issuance first = bench.obtainReplaceable("outlives.test");
		Issuance placed = bench.runUntil(Step.ORDER_PLACED, bench.renew(first));
		Map<String, String> details = new HashMap<>(placed.details());
		details.put("order", details.get("order") + "-lost");
		Issuance back = bench.step(placed.with(details));
		assertThat(back.step()).isEqualTo(Step.KEY_MADE);
		assertThat(back.details())
			.containsAllEntriesOf(bench.issuer().replacing(OrderBench.certificate(first), first.details()));
	}

	@Test
	void anotherAccountSaysNothing(CapturedOutput output) throws Exception {
		Issuance first = bench.obtainReplaceable("other.test");
		Issuance renewal = bench.renew(first);
		bench.forgetAccount();
		int before = newOrders();
		bench.run(renewal);
		assertThat(newOrders() - before).isOne();
		assertThat(output).doesNotContain(WITHOUT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "malformed", "conflict", "unauthorized" })
	void whateverTheCaSaysOfItTheOrderIsRepeatedAtOnce(String error, CapturedOutput output) throws Exception {
		Issuance first = bench.obtainReplaceable(error + ".test");
		proxy.fault(Fault.answer(FaultyAnswer.problem(409, error, "not this one")).times(1).at(NEW_ORDER));
		assertThat(once(bench.renew(first)).step()).isEqualTo(Step.ORDER_PLACED);
		assertThat(output).containsOnlyOnce(WITHOUT).contains("not this one (" + error + ")");
	}

	@Test
	void aCaThatHasLostTheCertificateIsAskedWithoutAtOnce(CapturedOutput output) throws Exception {
		Issuance renewal = bench.renew(bench.obtainReplaceable("found.test"));
		proxy.fault(Fault.answer(FaultyAnswer.problem(500, "serverInternal",
				"could not find an order for the given certificate: could not find order resulting in the given certificate serial number"))
			.times(1)
			.at(NEW_ORDER));
		assertThat(once(renewal).step()).isEqualTo(Step.ORDER_PLACED);
		assertThat(output).containsOnlyOnce(WITHOUT).contains("could not find an order");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rateLimited", "userActionRequired", "serverInternal", "rejectedIdentifier" })
	void whatIsRefusedForAnotherReasonIsNotRepeated(String error) throws Exception {
		Issuance renewal = bench.renew(bench.obtainReplaceable(error.toLowerCase() + ".test"));
		proxy.fault(Fault.answer(FaultyAnswer.problem(403, error, "never for you")).at(NEW_ORDER));
		int before = newOrders();
		IssuanceException failure = catchThrowableOfType(IssuanceException.class, () -> bench.step(renewal));
		assertThat(failure).hasMessageContaining("never for you");
		assertThat(newOrders() - before).isOne();
	}

	@Test
	void aCaThatFailsForAnHourIsThoughtToFailOverIt(CapturedOutput output) throws Exception {
		Issuance renewal = bench.renew(bench.obtainReplaceable("hour.test"));
		proxy.fault(Fault.answer(FaultyAnswer.problem(500, "serverInternal", "oops")).times(1).at(NEW_ORDER));
		Issuance old = renewal.after(Step.KEY_MADE, Instant.now().minus(Duration.ofMinutes(61)));
		assertThat(bench.step(old).step()).isEqualTo(Step.ORDER_PLACED);
		assertThat(output).contains(WITHOUT);
	}

	@Test
	void whereBothAreRefusedTheOrderHasFailedAndNothingIsForgotten() throws Exception {
		Issuance renewal = bench.renew(bench.obtainReplaceable("both.test"));
		proxy.fault(Fault.answer(FaultyAnswer.problem(403, "malformed", "never")).at(NEW_ORDER));
		int before = newOrders();
		IssuanceException failure = catchThrowableOfType(IssuanceException.class, () -> bench.step(renewal));
		assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(failure.isOrderSpoiled()).isFalse();
		assertThat(newOrders() - before).isEqualTo(2);
	}

	@Test
	void aCaWithoutRenewalInfoIsNotTold(CapturedOutput output) throws Exception {
		Issuance renewal = bench.renew(bench.obtainReplaceable("silent.test"));
		String base = proxy.directoryUrl().toString().replace("/dir", "");
		proxy.fault(
				Fault
					.answer(new FaultyAnswer(200, null, false, "application/json",
							"""
									{"newNonce": "%1$s/nonce-plz", "newAccount": "%1$s/sign-me-up", "newOrder": "%1$s/order-plz"}
									"""
								.formatted(base)))
					.at("GET /dir"));
		bench.restart();
		int before = newOrders();
		assertThat(bench.step(renewal).step()).isEqualTo(Step.ORDER_PLACED);
		assertThat(newOrders() - before).isOne();
		assertThat(output).doesNotContain(WITHOUT);
	}

	@Test
	void withoutTheAccountThereIsNothingToSay() throws Exception {
		Issuance first = bench.obtainReplaceable("nobody.test");
		assertThat(bench.issuer().replacing(OrderBench.certificate(first), Map.of())).isEmpty();
		assertThat(bench.issuer().replacing(OrderBench.certificate(first), first.details()))
			.containsOnlyKeys("replaces", "replaces-account");
	}

	private static Issuance once(Issuance issuance) throws IssuanceException {
		int before = newOrders();
		Issuance placed = bench.step(issuance);
		assertThat(newOrders() - before).isEqualTo(2);
		return placed;
	}

	private static int newOrders() {
		return (int) proxy.requests().stream().filter((request) -> request.kind().equals(NEW_ORDER)).count();
	}

}
