package dev.autohttps.acme;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Problem;
import dev.autohttps.certificate.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@ExtendWith(OutputCaptureExtension.class)
class FallbackTests {

	private static final String PREFIX = "urn:ietf:params:acme:error:";

	private final Fallback fallback = new Fallback(
			new ChallengeChoice(
					new ChallengeSolvers(List.of(new TestSolver("http-01"), new TestSolver("tls-alpn-01")))),
			new AcmeFailures("https://ca.example/directory"));

	@Test
	void anotherOrderIsBegunWithTheSameKeyAndWithoutTheAnswers(CapturedOutput output) throws Exception {
		Issuance issuance = offered(begin(), "a.example", "http-01,tls-alpn-01,dns-01");
		Issuance next = after(issuance, failed("a.example", "http-01", "refused"));
		assertThat(next.step()).isEqualTo(Step.KEY_MADE);
		assertThat(next.key()).isSameAs(issuance.key());
		assertThat(next.answers()).isEmpty();
		assertThat(next.details()).doesNotContainKeys("order", "challenge.0", "offered.0.domain");
		assertThat(TriedChallenges.of(next).contains("a.example", "http-01")).isTrue();
		assertThat(TriedChallenges.of(next).contains("a.example", "tls-alpn-01")).isFalse();
		assertThat(output).contains("http-01 failed for a.example: refused; tls-alpn-01 is tried next");
	}

	@Test
	void theFailureTellsOfEachChallengeThatWasTried() throws Exception {
		Issuance next = after(offered(begin(), "a.example", "http-01,tls-alpn-01"),
				failed("a.example", "http-01", "refused"));
		IssuanceException failure = failure(offered(next, "a.example", "http-01,tls-alpn-01"),
				failed("a.example", "tls-alpn-01", "no such certificate"));
		assertThat(failure.isOrderSpoiled()).isTrue();
		assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(failure).hasMessageContaining("a.example: http-01: refused (connection)")
			.hasMessageContaining("a.example: tls-alpn-01: no such certificate (connection)");
		assertThat(failure.getProblem().subproblems()).extracting(Problem::type)
			.containsExactly(PREFIX + "connection", PREFIX + "connection");
		assertThat(failure.getProblem().subproblems()).extracting(Problem::detail)
			.containsExactly("http-01: refused", "tls-alpn-01: no such certificate");
	}

	@Test
	void aNameThatNothingIsLeftForCausesNoOtherOrder() {
		Issuance issuance = offered(offered(begin(), "a.example", "http-01,tls-alpn-01"), "b.example", "http-01");
		assertThat(failure(issuance, failed("a.example", "http-01", "refused"), failed("b.example", "http-01", "gone")))
			.hasMessageContaining("a.example: http-01: refused")
			.hasMessageContaining("b.example: http-01: gone");
	}

	@Test
	void thereAreNoMoreOrdersThanChallengeTypes() throws Exception {
		String types = "http-01,tls-alpn-01";
		Issuance first = offered(offered(begin(), "a.example", types), "b.example", types);
		Issuance second = after(first, failed("a.example", "http-01", "refused"));
		assertThat(failure(offered(second, "b.example", types), failed("b.example", "http-01", "gone")))
			.hasMessageContaining("a.example: http-01: refused")
			.hasMessageContaining("b.example: http-01: gone");
	}

	@Test
	void aRateLimitIsNotAnsweredWithAnotherOrder() {
		Issuance issuance = offered(begin(), "a.example", "http-01,tls-alpn-01");
		Problem limit = new Problem(PREFIX + "rateLimited", "slow down", null, List.of());
		assertThat(failure(issuance, new FailedChallenge("a.example", "http-01", limit)).getKind())
			.isEqualTo(FailureKind.RATE_LIMITED);
	}

	@Test
	void anOrderThatIsInvalidForAnotherReasonIsNotRepeated() {
		Issuance issuance = offered(begin(), "a.example", "http-01,tls-alpn-01");
		assertThat(failure(issuance)).hasMessageContaining("it did not say why");
		IssuanceException failure = catchThrowableOfType(IssuanceException.class, () -> this.fallback.after(issuance,
				new Refusal(List.of(), false, problem("it is too old")), TestClock.START));
		assertThat(failure).hasMessageContaining("it is too old");
	}

	@Test
	void anIssuanceOfAnotherTimeIsNoHindrance() {
		Map<String, String> strange = Map.of("orders-given-up", "many", "failed.0", "x", "failed.1.domain", "a.example",
				"offered.0.domain", "a.example", "tried", "http-01");
		assertThat(failure(begin().with(strange), failed("a.example", "http-01", "refused")))
			.hasMessageContaining("a.example: http-01: refused");
		assertThat(TriedChallenges.of(begin().with(strange))).isEqualTo(new TriedChallenges(0, List.of()));
		assertThat(TriedChallenges.of(begin().with(Map.of("failed.0.domain", "a.example"))).failed()).hasSize(1);
	}

	private static Issuance begin() {
		CertificateSpec spec = new CertificateSpec(new CertificateId("shop", KeyType.EC_P256),
				Domains.of("a.example", "b.example"), null, List.of("http-01", "tls-alpn-01", "dns-01"));
		return Issuance.begin(spec, TestClock.START)
			.with(Map.of("order", "https://ca.example/order/1", "challenge.0", "https://ca.example/challenge/1"))
			.offering(List.of(new ChallengeAnswer("http-01", "a.example", "token", "token.thumbprint")))
			.after(Step.CHALLENGES_ANSWERED, TestClock.START);
	}

	private static Issuance offered(Issuance issuance, String domain, String types) {
		Map<String, String> details = new HashMap<>(issuance.details());
		int i = details.containsKey("offered.0.domain") ? 1 : 0;
		details.put("offered." + i + ".domain", domain);
		details.put("offered." + i + ".challenges", types);
		return issuance.with(details);
	}

	private static FailedChallenge failed(String domain, String type, String detail) {
		return new FailedChallenge(domain, type, problem(detail));
	}

	static Problem problem(String detail) {
		return new Problem(PREFIX + "connection", detail, null, List.of());
	}

	private Issuance after(Issuance issuance, FailedChallenge... failed) throws IssuanceException {
		return this.fallback.after(issuance, new Refusal(List.of(failed), false, null), TestClock.START);
	}

	private IssuanceException failure(Issuance issuance, FailedChallenge... failed) {
		return catchThrowableOfType(IssuanceException.class, () -> after(issuance, failed));
	}

}
