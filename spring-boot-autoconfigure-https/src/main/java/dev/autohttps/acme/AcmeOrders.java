package dev.autohttps.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.autohttps.acme.Validations.Refusal;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The steps of an order (RFC 8555 section 7.4). Each looks at the order's own state
 * first, since a step may have been taken by a process that was killed before it could
 * say so.
 */
final class AcmeOrders {

	private static final Duration SETTLING = Duration.ofSeconds(30);

	private final OrderPlacement placement;

	private final Validations validations;

	private final PreferredChain preferredChain;

	private final LostOrders lostOrders;

	private final AcmeFailures failures;

	private final AcmeBudget budget;

	private final OrderPace pace;

	private final Answering answering;

	private final String issuer;

	AcmeOrders(String issuer, OrderPlacement placement, ChallengeSolvers solvers, PreferredChain preferredChain,
			AcmeFailures failures, AcmeBudget budget, Supplier<@Nullable Instant> retryAfter, InstantSource clock) {
		this.issuer = issuer;
		this.answering = new Answering(solvers, failures, budget);
		this.placement = placement;
		this.validations = new Validations(solvers, failures, budget);
		this.budget = budget;
		this.preferredChain = preferredChain;
		this.lostOrders = new LostOrders(failures, clock);
		this.failures = failures;
		this.pace = new OrderPace(retryAfter, clock);
	}

	Issuance advance(Issuance issuance, Login login) throws AcmeException, IssuanceException {
		String stranger = isUnderWay(issuance) ? stranger(issuance, login) : null;
		if (stranger != null) {
			return this.lostOrders.replace(issuance, stranger, FailureKind.UNAVAILABLE);
		}
		return switch (issuance.step()) {
			case KEY_MADE -> place(issuance, login);
			case ORDER_PLACED -> prepare(issuance, login);
			case ANSWERS_OFFERED -> (isOfKey(issuance, login) && !this.answering.isOutdated(issuance))
					? answer(issuance, login) : prepare(issuance, login);
			case CHALLENGES_ANSWERED -> finalizeOrder(issuance, order(issuance, login));
			case FINALIZED -> download(issuance, order(issuance, login));
			case ISSUED -> issuance;
		};
	}

	/**
	 * Go on without an order that the CA does not know any more.
	 */
	Issuance forget(Issuance issuance, String server) throws IssuanceException {
		return this.lostOrders.replace(issuance, server + " does not know the order any more", FailureKind.UNAVAILABLE);
	}

	private static boolean isUnderWay(Issuance issuance) {
		return issuance.step() != Step.KEY_MADE && issuance.step() != Step.ISSUED;
	}

	/**
	 * An order belongs to the account and was placed for the profile of its time.
	 */
	private static @Nullable String stranger(Issuance issuance, Login login) {
		Map<String, String> details = issuance.details();
		if (!login.getAccountLocation().toString().equals(details.get(OrderDetails.ACCOUNT))) {
			return "the order belongs to another account";
		}
		String wanted = issuance.spec().profile();
		boolean dropped = wanted != null && wanted.equals(details.get(OrderDetails.PROFILE_DROPPED));
		return (dropped || Objects.equals(wanted, details.get(OrderDetails.PROFILE))) ? null
				: "the order is for another profile";
	}

	/**
	 * Answers are made with the account's key, which may have been changed since.
	 */
	private static boolean isOfKey(Issuance issuance, Login login) {
		String thumbprint = issuance.details().get(OrderDetails.ACCOUNT_KEY);
		return thumbprint == null || thumbprint.equals(thumbprint(login));
	}

	private static String thumbprint(Login login) {
		return AccountRecord.thumbprint(login.getKeyPair().getPublic());
	}

	private Issuance place(Issuance issuance, Login login) throws AcmeException, IssuanceException {
		Map<String, String> details = this.placement.place(issuance, login);
		ChallengeHistory history = ChallengeHistory.of(details);
		history.ordered();
		details.putAll(history.details());
		return this.pace.reached(issuance.with(details), Step.ORDER_PLACED);
	}

	/**
	 * The URLs of what the CA made for this order.
	 */
	static Set<String> urls(Issuance issuance) {
		return issuance.details()
			.entrySet()
			.stream()
			.filter((detail) -> detail.getKey().equals(OrderDetails.ORDER)
					|| detail.getKey().startsWith(Validations.CHALLENGE))
			.map(Map.Entry::getValue)
			.collect(Collectors.toSet());
	}

	private Issuance prepare(Issuance issuance, Login login) throws AcmeException, IssuanceException {
		Order order = order(issuance, login);
		if (order.getStatus() != Status.PENDING) {
			return this.pace.reached(issuance, Step.CHALLENGES_ANSWERED);
		}
		Issuance prepared = this.validations.prepare(issuance, order, login.getAccountLocation());
		Map<String, String> details = this.answering.begin(prepared);
		details.put(OrderDetails.ACCOUNT_KEY, thumbprint(login));
		return this.pace.reached(prepared.with(details), Step.ANSWERS_OFFERED);
	}

	private Issuance answer(Issuance issuance, Login login) throws AcmeException, IssuanceException {
		try {
			Issuance answered = this.answering.advance(issuance, IssuanceRepository.key(this.issuer, issuance.spec()),
					login);
			if (this.answering.isDone(answered)) {
				return this.pace.reached(answered, Step.CHALLENGES_ANSWERED);
			}
			// Only what waits for its place has the CA asked meanwhile.
			return this.answering.isHalfway(answered) ? this.pace.lookAgain(answered) : this.pace.lookSoon(answered);
		}
		catch (IssuanceException ex) {
			// An order that has waited for somebody may have ended at the CA.
			if (!this.pace.isPatient(issuance) && order(issuance, login).getStatus() != Status.PENDING) {
				return this.pace.reached(issuance, Step.CHALLENGES_ANSWERED);
			}
			throw ex;
		}
	}

	/**
	 * Let others have the place of what an issuance has published, since it failed for
	 * now.
	 */
	void makeRoom(Issuance issuance) {
		if (issuance.step() == Step.ANSWERS_OFFERED) {
			this.answering.makeRoom(issuance);
		}
	}

	/**
	 * Take away the answers of an issuance that none of its later states has.
	 */
	void withdraw(Issuance issuance, List<ChallengeAnswer> kept) {
		this.answering.withdraw(issuance.answers().stream().filter((answer) -> !kept.contains(answer)).toList());
	}

	private Issuance finalizeOrder(Issuance issuance, Order order) throws AcmeException, IssuanceException {
		if (order.getStatus() != Status.PENDING) {
			this.answering.withdraw(issuance.answers());
		}
		return switch (order.getStatus()) {
			case READY -> {
				this.budget.spendCertificate(issuance, order.getLocation());
				order.execute(CertificateRequest.encode(issuance.key(), issuance.spec().id().keyType(),
						issuance.spec().domains()));
				yield this.pace.reached(issuance, Step.FINALIZED);
			}
			case PROCESSING, VALID -> this.pace.reached(issuance, Step.FINALIZED);
			case INVALID -> anotherWay(issuance, order);
			default -> later(issuance, order, "validate the names");
		};
	}

	/**
	 * Go back to where another order is placed, for the same key: it was never certified.
	 */
	private Issuance anotherWay(Issuance issuance, Order order) throws AcmeException, IssuanceException {
		Refusal refusal = this.validations.refused(issuance, order);
		if (refusal == null) {
			return withoutReason(issuance);
		}
		if (!refusal.settled() && this.pace.waited(issuance).compareTo(SETTLING) < 0) {
			// What fails next to it is to be known before there is another order.
			return this.pace.lookAgain(issuance);
		}
		refusal.tell();
		Map<String, String> details = OrderDetails.lasting(issuance.details());
		details.putAll(refusal.history().details());
		return this.pace.reached(issuance.with(details).offering(List.of()), Step.KEY_MADE);
	}

	/**
	 * It may have run out, or one of its names was disowned, while nobody looked.
	 */
	private Issuance withoutReason(Issuance issuance) throws IssuanceException {
		return this.lostOrders.replace(issuance, "the order became invalid, and the CA does not say why",
				FailureKind.ACTION_REQUIRED);
	}

	private Issuance download(Issuance issuance, Order order) throws AcmeException, IssuanceException {
		return switch (order.getStatus()) {
			case VALID ->
				issuance.issued(this.preferredChain.choose(order.getCertificate(), this.pace.isPatient(issuance)));
			case INVALID -> {
				List<Problem> problems = OrderProblems.of(order);
				if (problems.isEmpty()) {
					yield withoutReason(issuance);
				}
				throw this.failures.invalid(problems, null);
			}
			// The CA never got the signing request, forgot it, or is slow to say so.
			case PENDING, READY -> (this.pace.waited(issuance).compareTo(SETTLING) < 0) ? this.pace.lookAgain(issuance)
					: this.pace.reached(issuance, Step.CHALLENGES_ANSWERED);
			default -> later(issuance, order, "issue the certificate");
		};
	}

	/**
	 * Read the order as it is now.
	 */
	private static Order order(Issuance issuance, Login login) throws AcmeException {
		Order order = login.bindOrder(OrderDetails.url(issuance, OrderDetails.ORDER));
		order.fetch();
		return order;
	}

	private Issuance later(Issuance issuance, Order order, String what) throws AcmeException, IssuanceException {
		if (this.pace.isPatient(issuance)) {
			return this.pace.lookAgain(issuance);
		}
		// Some CAs leave an order pending whose challenge failed, and say so there.
		List<Problem> problems = OrderProblems.of(order);
		if (problems.isEmpty()) {
			// What it has been asked to certify may still come, and is counted: it is
			// waited for with the same order and key.
			throw new IssuanceException(
					"the CA did not " + what + " within " + OrderPace.PATIENCE.toMinutes() + " minutes",
					FailureKind.UNAVAILABLE, issuance.step() != Step.FINALIZED, null, null, null);
		}
		if (issuance.step() == Step.CHALLENGES_ANSWERED) {
			return anotherWay(issuance, order);
		}
		throw this.failures.invalid(problems, null);
	}

}
