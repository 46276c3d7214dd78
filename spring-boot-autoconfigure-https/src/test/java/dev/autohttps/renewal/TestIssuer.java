package dev.autohttps.renewal;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
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

	/**
	 * How often it was asked for advice.
	 */
	int advised;

	/**
	 * What it says about renewals.
	 */
	Advice advice = (certificate) -> null;

	/**
	 * What it was told to revoke.
	 */
	final List<ServerCertificate> revoked = new ArrayList<>();

	private final String id;

	TestIssuer(TestClock clock) {
		this(clock, "test-ca");
	}

	TestIssuer(TestClock clock, String id) {
		this.clock = clock;
		this.id = id;
	}

	/**
	 * Suggest a window from now on.
	 */
	TestIssuer suggest(Instant start, Instant end, Duration pause) {
		this.advice = (certificate) -> new RenewalInfo(start, end, "https://ca.example/why",
				this.clock.instant().plus(pause));
		return this;
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

	/**
	 * Forget what was to be answered.
	 */
	void mend() {
		this.script.clear();
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
		return this.id;
	}

	@Override
	public String description() {
		return this.id.equals("test-ca") ? "https://ca.example/directory" : "https://" + this.id + ".example/directory";
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

	@Override
	public Map<String, String> replacing(ServerCertificate former, Map<String, String> details) {
		return Map.of("replaces", former.serial());
	}

	@Override
	public RenewalInfo renewalInfo(ServerCertificate certificate) throws IssuanceException {
		this.advised++;
		return this.advice.on(certificate);
	}

	@Override
	public void revoke(ServerCertificate certificate, RevocationReason reason) {
		this.revoked.add(certificate);
	}

	Issuance usual(Issuance issuance) {
		Instant now = this.clock.instant();
		if (this.immediate) {
			return issue(issuance);
		}
		return switch (issuance.step()) {
			case KEY_MADE -> issuance.with(details(issuance)).after(Step.ORDER_PLACED, now);
			case ORDER_PLACED -> issuance.offering(List.of(answer(issuance))).after(Step.ANSWERS_OFFERED, now);
			case ANSWERS_OFFERED -> issuance.after(Step.CHALLENGES_ANSWERED, now);
			case CHALLENGES_ANSWERED -> issuance.after(Step.FINALIZED, now);
			case FINALIZED, ISSUED -> issue(issuance);
		};
	}

	private Map<String, String> details(Issuance issuance) {
		Map<String, String> details = new TreeMap<>(issuance.details());
		details.put("order", "https://ca.example/order/" + this.asked.size());
		return details;
	}

	Issuance issue(Issuance issuance) {
		Instant now = this.clock.instant();
		return issuance.issued(TestCertificates.chain(issuance.key().getPublic(), now, now.plus(this.lifetime),
				issuance.spec().domains().names().toArray(String[]::new)));
	}

	interface Advice {

		RenewalInfo on(ServerCertificate certificate) throws IssuanceException;

	}

	interface Answer {

		Issuance to(Issuance issuance) throws IssuanceException;

	}

}
