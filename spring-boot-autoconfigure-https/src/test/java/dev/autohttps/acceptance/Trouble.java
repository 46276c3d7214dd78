package dev.autohttps.acceptance;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.test.Fault;
import dev.autohttps.test.FaultyAnswer;
import dev.autohttps.test.FaultyProxy;

/**
 * What is wrong between an application and its CA, and what is to be expected of the
 * application meanwhile: a number of failures and of requests, a wait, and a message.
 */
enum Trouble {

	ANSWER_LATE_AT_FIRST_START(Fault.delay(Duration.ofMinutes(5)), 1, 1, "no complete answer within 30 s",
			EnumSet.of(When.FIRST_START)),

	ANSWER_LATE_AT_RENEWAL(Fault.delay(Duration.ofMinutes(5)), 1, 1, "no complete answer within 30 s",
			EnumSet.of(When.RENEWAL)),

	// The JDK's client asks a second time by itself.
	CONNECTION_DROPPED(Fault.drop(), 4, 8, "the connection ended before the answer did"),

	CONNECTION_DROPPED_AT_NEW_ORDER(Fault.drop().at("POST /order-plz"), 3, 7,
			"the connection ended before the answer did"),

	ANSWER_LOST_AT_FINALIZE(Fault.loseAnswer().at("POST /finalize-order/"), 1, 24,
			"the connection ended before the answer did"),

	DIRECTORY_CUT(Fault.cutAnswer(), 4, 4, "the connection ended before the answer did"),

	CERTIFICATE_CUT(Fault.cutAnswer().at("POST /certZ/"), 3, 34, "the connection ended before the answer did"),

	LIMITED_FOR_SECONDS(limit().retryAfter(Duration.ofSeconds(90)), Duration.ofSeconds(90), "too many new orders"),

	LIMITED_UNTIL_A_DATE(limit().retryAtDateAfter(Duration.ofSeconds(90)), Duration.ofSeconds(90),
			"too many new orders"),

	LIMITED_WITHOUT_A_WAIT(limit(), Duration.ofHours(1), "too many new orders"),

	LIMITED_BY_A_PAGE(FaultyAnswer.page(429), Duration.ofHours(1), "it wants to be asked less often"),

	LIMITED_BY_A_PAGE_FOR_SECONDS(FaultyAnswer.page(429).retryAfter(Duration.ofSeconds(90)), Duration.ofSeconds(90),
			"it wants to be asked less often"),

	PROBLEM_500(Fault.answer(FaultyAnswer.problem(500, "serverInternal", "the database is away")), 4, 4,
			"refused: the database is away (serverInternal)"),

	STATUS_500_AT_NEW_ORDER(Fault.answer(FaultyAnswer.page(500)).at("POST /order-plz"), 3, 9, "status 500"),

	STATUS_502_AT_VALIDATIONS(Fault.answer(FaultyAnswer.page(502)).at("POST /authZ/", "POST /chalZ/"), 3, 14,
			"status 502", EnumSet.of(When.FIRST_START)),

	STATUS_503(Fault.answer(FaultyAnswer.page(503)).at("GET /dir"), 4, 4,
			"status 503 and no problem document: it is in trouble, which should pass"),

	STATUS_503_FOR_SECONDS(Fault.answer(FaultyAnswer.page(503).retryAfter(Duration.ofSeconds(40))), 3, 3, "status 503",
			Duration.ofSeconds(40)),

	STATUS_503_UNTIL_A_DATE(Fault.answer(FaultyAnswer.page(503).retryAtDateAfter(Duration.ofSeconds(40))), 3, 3,
			"status 503", Duration.ofSeconds(40)),

	STATUS_503_OF_NEW_NONCE(Fault.answer(FaultyAnswer.page(503)).at("HEAD /nonce-plz"), 4, 6, "status 503",
			EnumSet.of(When.FIRST_START)),

	WRONG_CONTENT_TYPE(Fault.contentType("text/plain"), 4, 4, "no ACME: Unexpected content type: text/plain"),

	TRUNCATED_DIRECTORY(Fault.truncateAnswer(), 4, 4, "no ACME: Bad JSON"),

	TRUNCATED_ORDER(Fault.truncateAnswer().at("POST /my-order/"), 3, 9, "no ACME: Bad JSON"),

	PAGE_OF_SOMEBODY_ELSE(Fault.answer(FaultyAnswer.page(200)), 4, 4, "something on the way, such as a proxy, answers"),

	HUGE_ANSWER(Fault.hugeAnswer(50L << 20), 3, 3, "it is larger than 1048576 bytes"),

	ANSWER_THAT_INFLATES(Fault.inflatedAnswer(50 << 20), 3, 3, "it is larger than 1048576 bytes"),

	EXPIRED_CERTIFICATE(FaultyProxy::expire, FailureKind.UNAVAILABLE, 4, 0, "its certificate is not valid now",
			Duration.ZERO, EnumSet.allOf(When.class));

	private final Consumer<FaultyProxy> beginning;

	private final FailureKind kind;

	private final int failures;

	private final int mostRequests;

	private final String message;

	private final Duration wait;

	private final Set<When> phases;

	Trouble(Fault fault, int failures, int mostRequests, String message) {
		this(fault, failures, mostRequests, message, Duration.ZERO);
	}

	Trouble(Fault fault, int failures, int mostRequests, String message, Duration wait) {
		this((proxy) -> proxy.fault(fault), FailureKind.UNAVAILABLE, failures, mostRequests, message, wait,
				EnumSet.allOf(When.class));
	}

	Trouble(Fault fault, int failures, int mostRequests, String message, Set<When> phases) {
		this((proxy) -> proxy.fault(fault), FailureKind.UNAVAILABLE, failures, mostRequests, message, Duration.ZERO,
				phases);
	}

	Trouble(FaultyAnswer limit, Duration wait, String message) {
		this((proxy) -> proxy.fault(Fault.answer(limit).at("POST /order-plz")), FailureKind.RATE_LIMITED, 2, 8, message,
				wait, EnumSet.allOf(When.class));
	}

	Trouble(Consumer<FaultyProxy> beginning, FailureKind kind, int failures, int mostRequests, String message,
			Duration wait, Set<When> phases) {
		this.beginning = beginning;
		this.kind = kind;
		this.failures = failures;
		this.mostRequests = mostRequests;
		this.message = message;
		this.wait = wait;
		this.phases = phases;
	}

	void begin(FaultyProxy proxy) {
		this.beginning.accept(proxy);
	}

	boolean happensAt(When phase) {
		return this.phases.contains(phase);
	}

	/**
	 * What its failures are called.
	 */
	FailureKind kind() {
		return this.kind;
	}

	/**
	 * How many failures it is to be watched for.
	 */
	int failures() {
		return this.failures;
	}

	/**
	 * How many requests may come until then.
	 */
	int mostRequests() {
		return this.mostRequests;
	}

	/**
	 * What people are to be told, among other things.
	 */
	String message() {
		return this.message;
	}

	/**
	 * How long there must be no other request after one that was refused.
	 */
	Duration shortestWait() {
		return this.wait;
	}

	private static FaultyAnswer limit() {
		return FaultyAnswer.problem(429, "rateLimited", "too many new orders");
	}

	/**
	 * A phase in the life of a certificate.
	 */
	enum When {

		FIRST_START, RENEWAL

	}

}
