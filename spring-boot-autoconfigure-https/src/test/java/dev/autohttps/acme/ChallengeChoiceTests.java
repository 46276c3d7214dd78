package dev.autohttps.acme;

import java.util.Arrays;
import java.util.List;

import dev.autohttps.certificate.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ChallengeChoiceTests {

	private static final Domain SHOP = Domain.parse("shop.example");

	private static final List<String> ALL = List.of("http-01", "tls-alpn-01", "dns-01");

	@Test
	void anImpedimentIsToldOnce(CapturedOutput output) {
		ChallengeChoice choice = choice(new TestSolver("http-01"), new TestSolver("tls-alpn-01", "no TLS here", null));
		choice.explain(SHOP, ALL, ALL);
		choice.explain(Domain.parse("other.example"), ALL, ALL);
		assertThat(output.getOut()).containsOnlyOnce("tls-alpn-01 is not tried: no TLS here").contains("INFO");
	}

	@Test
	void aLastResortIsToldOnceWhereItWouldHaveComeEarlier(CapturedOutput output) {
		ChallengeChoice choice = choice(new TestSolver("http-01", null, "no port"), new TestSolver("tls-alpn-01"));
		choice.explain(SHOP, List.of("tls-alpn-01", "http-01"), ALL);
		choice.explain(SHOP, List.of("http-01"), ALL);
		choice.explain(SHOP, List.of("http-01", "dns-01"), ALL);
		choice.explain(SHOP, ALL, List.of("http-01"));
		assertThat(output).isEmpty();
		choice.explain(SHOP, ALL, ALL);
		choice.explain(SHOP, ALL, ALL);
		assertThat(output).containsOnlyOnce("http-01 is tried last: no port");
	}

	@Test
	void nothingIsToldOfWhatWouldNotBeTriedAnyway(CapturedOutput output) {
		ChallengeChoice choice = choice(new TestSolver("http-01"), new TestSolver("tls-alpn-01", "no TLS here", null));
		choice.explain(SHOP, List.of("http-01"), ALL);
		choice.explain(SHOP, ALL, List.of("http-01"));
		choice.explain(Domain.parse("*.shop.example"), ALL, ALL);
		assertThat(output).isEmpty();
	}

	@Test
	void whatFailedForTheNameIsNotTriedAgain() {
		ChallengeChoice choice = choice(new TestSolver("http-01"), new TestSolver("tls-alpn-01"));
		TriedChallenges tried = new TriedChallenges(1,
				List.of(new FailedChallenge("shop.example", "http-01", FallbackTests.problem("no"))));
		assertThat(choice.left(SHOP, ALL, ALL, tried)).extracting(ChallengeSolver::type).containsExactly("tls-alpn-01");
		assertThat(choice.left(Domain.parse("*.shop.example"), ALL, ALL, tried)).isEmpty();
		assertThat(choice.left(Domain.parse("other.example"), ALL, ALL, tried)).hasSize(2);
		assertThat(choice.left(SHOP, ALL, List.of("http-01", "dns-01"), tried)).isEmpty();
	}

	private static ChallengeChoice choice(ChallengeSolver... solvers) {
		return new ChallengeChoice(new ChallengeSolvers(Arrays.asList(solvers)));
	}

}
