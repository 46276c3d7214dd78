package dev.autohttps.renewal;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;

/**
 * An issuer that goes the whole way of an order, a step at a time, unless a test tells it
 * to do something else.
 */
class TestIssuer implements CertificateIssuer {

	/**
	 * What it is asked, in order.
	 */
	final List<Issuance> asked = new ArrayList<>();

	private final Deque<Answer> script = new ArrayDeque<>();

	private final TestClock clock;

	volatile String configuration = "";

	volatile boolean immediate;

	volatile Duration lifetime = Duration.ofDays(90);

	TestIssuer(TestClock clock) {
		this.clock = clock;
	}

	/**
	 * Answer the next question that nothing was said about yet.
	 */
	TestIssuer then(Answer answer) {
		this.script.add(answer);
		return this;
	}

	/**
	 * Go on as usual at the next question that nothing was said about yet.
	 */
	TestIssuer thenGoOn(int steps) {
		for (int i = 0; i < steps; i++) {
			then(this::usual);
		}
		return this;
	}

	TestIssuer thenFail(FailureKind kind, boolean orderSpoiled) {
		return thenFail(kind, orderSpoiled, null);
	}

	TestIssuer thenFail(FailureKind kind, boolean orderSpoiled, Instant retryAfter) {
		return then((issuance) -> {
			throw new IssuanceException("the test says so", kind, orderSpoiled, retryAfter, null, null);
		});
	}

	/**
	 * Return how many orders were placed, each with a key of its own.
	 */
	long orders() {
		return this.asked.stream().filter((issuance) -> issuance.step() == Step.KEY_MADE).count();
	}

	List<PublicKey> keys() {
		return this.asked.stream().map((issuance) -> issuance.key().getPublic()).distinct().toList();
	}

	static ChallengeAnswer answer(Issuance issuance) {
		String token = "token" + issuance.key().getPublic().hashCode();
		return new ChallengeAnswer("http-01", issuance.spec().domains().first().name(), token, token + ".thumb");
	}

	@Override
	public String id() {
		return "test-ca";
	}

	@Override
	public String description() {
		return "https://ca.example/directory";
	}

	@Override
	public Standing standing() {
		return Standing.PRODUCTION;
	}

	@Override
	public boolean isImmediate() {
		return this.immediate;
	}

	@Override
	public String configuration() {
		return this.configuration;
	}

	@Override
	public synchronized Issuance advance(Issuance issuance) throws IssuanceException {
		this.asked.add(issuance);
		Answer answer = this.script.poll();
		return (answer != null) ? answer.to(issuance) : usual(issuance);
	}

	Issuance usual(Issuance issuance) {
		Instant now = this.clock.instant();
		if (this.immediate) {
			return issue(issuance);
		}
		return switch (issuance.step()) {
			case KEY_MADE -> issuance.with(Map.of("order", "https://ca.example/order/" + this.asked.size()))
				.after(Step.ORDER_PLACED, now);
			case ORDER_PLACED -> issuance.offering(List.of(answer(issuance))).after(Step.ANSWERS_OFFERED, now);
			case ANSWERS_OFFERED -> issuance.after(Step.CHALLENGES_ANSWERED, now);
			case CHALLENGES_ANSWERED -> issuance.after(Step.FINALIZED, now);
			case FINALIZED, ISSUED -> issue(issuance);
		};
	}

	Issuance issue(Issuance issuance) {
		Instant now = this.clock.instant();
		return issuance.issued(TestCertificates.chain(issuance.key().getPublic(), now, now.plus(this.lifetime),
				issuance.spec().domains().names().toArray(String[]::new)));
	}

	interface Answer {

		Issuance to(Issuance issuance) throws IssuanceException;

	}

}
