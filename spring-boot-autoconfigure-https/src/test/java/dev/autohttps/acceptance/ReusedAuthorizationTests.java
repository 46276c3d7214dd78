package dev.autohttps.acceptance;

import java.util.List;

import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CA that remembers which names were proven a short while ago.
 */
@EnabledIfPebble
@Tag("acceptance")
class ReusedAuthorizationTests {

	private static final String CHALLENGE = "POST /chalZ/";

	private static Pebble pebble;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().reusedAuthorizations(100).retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@Test
	void namesThatAreProvenNeedNoChallengeAndNobodyToAnswer() throws Exception {
		try (OrderBench bench = bench()) {
			try (OrderBench answering = bench.answeringHttp("127.0.0.1", pebble.httpPort())) {
				answering.run(OrderBench.begin("a.test", "b.test"));
			}
			int before = pebble.requestsSeen().size();
			Issuance placed = bench.runUntil(Step.ORDER_PLACED, OrderBench.begin("b.test", "a.test"));
			assertThat(bench.step(placed).step()).isEqualTo(Step.CHALLENGES_ANSWERED);
			assertThat(bench.run(placed).chain()).isNotEmpty();
			assertThat(requestsAfter(before)).doesNotContain(CHALLENGE);
		}
	}

	@Test
	void onlyTheNameThatIsNewIsProven() throws Exception {
		try (OrderBench bench = bench().answeringHttp("127.0.0.1", pebble.httpPort())) {
			bench.run(OrderBench.begin("known.test"));
			Issuance offered = bench.runUntil(Step.ANSWERS_OFFERED, OrderBench.begin("known.test", "new.test"));
			assertThat(offered.answers()).singleElement()
				.satisfies((answer) -> assertThat(answer.identifier()).isEqualTo("new.test"));
			assertThat(bench.run(offered).chain()).isNotEmpty();
		}
	}

	private static OrderBench bench() throws Exception {
		return new OrderBench(pebble.directoryUrl(), pebble.trustPem());
	}

	private static List<String> requestsAfter(int before) {
		List<String> requests = pebble.requestsSeen();
		return requests.subList(before, requests.size());
	}

}
