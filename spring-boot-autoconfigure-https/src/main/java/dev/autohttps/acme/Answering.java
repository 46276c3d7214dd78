package dev.autohttps.acme;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The way from answers that are saved to a CA that was told to look at each of them (RFC
 * 8555 section 7.5.1), and their end.
 */
final class Answering {

	private static final String ANSWERED = "answered.";

	private static final String WAYS = "ways";

	private static final Log logger = LogFactory.getLog(Answering.class);

	private static final String TOLD = "told";

	private static final String DONE = "done";

	private final ChallengeSolvers solvers;

	private final AcmeFailures failures;

	private final AcmeBudget budget;

	Answering(ChallengeSolvers solvers, AcmeFailures failures, AcmeBudget budget) {
		this.budget = budget;
		this.solvers = solvers;
		this.failures = failures;
	}

	/**
	 * Tell the CA of the answers once all that there is room for are where it looks.
	 * @param issuance the issuance with the answers
	 * @param key its key in the store
	 * @return the issuance with what was told
	 * @throws IssuanceException if an answer cannot be brought to where the CA looks
	 */
	Issuance advance(Issuance issuance, String key, Login login) throws AcmeException, IssuanceException {
		List<Integer> ready = new ArrayList<>();
		List<IssuanceException> failures = new ArrayList<>();
		boolean soon = false;
		boolean crowded = false;
		for (int i = 0; i < issuance.answers().size(); i++) {
			if (!issuance.details().containsKey(ANSWERED + i)) {
				try {
					Readiness readiness = prepare(issuance.answers().get(i), key);
					crowded |= readiness == Readiness.NO_ROOM;
					soon |= readiness == Readiness.NOT_YET;
					if (readiness == Readiness.READY) {
						ready.add(i);
					}
				}
				catch (IssuanceException ex) {
					failures.add(ex);
				}
			}
		}
		if (!failures.isEmpty()) {
			throw together(failures);
		}
		Map<String, String> details = new HashMap<>(issuance.details());
		if (!soon && !ready.isEmpty()) {
			this.budget.requireValidations(issuance.answers(), login.getAccountLocation());
			// Together, since a resolver of the CA's keeps what it found for one of them,
			// and would miss another value of the same name.
			for (int i : ready) {
				tell(challenge(issuance, i, login));
				details.put(ANSWERED + i, TOLD);
			}
		}
		if (crowded) {
			withdrawSeen(issuance, details, login);
		}
		return issuance.with(details);
	}

	/**
	 * Return whether an answer waits although other ways may be open than when it was
	 * chosen.
	 */
	boolean isOutdated(Issuance issuance) {
		return !isDone(issuance) && !ways(issuance).equals(issuance.details().getOrDefault(WAYS, ""));
	}

	/**
	 * Return what is to be remembered with new answers.
	 */
	Map<String, String> begin(Issuance issuance) {
		Map<String, String> details = new HashMap<>(issuance.details());
		details.keySet().removeIf((name) -> name.startsWith(ANSWERED));
		details.put(WAYS, ways(issuance));
		return details;
	}

	private String ways(Issuance issuance) {
		return issuance.spec()
			.domains()
			.stream()
			.map((domain) -> domain + "="
					+ this.solvers.forDomain(domain, issuance.spec().challenges())
						.stream()
						.map(ChallengeSolver::type)
						.collect(Collectors.joining(",")))
			.collect(Collectors.joining(" "));
	}

	/**
	 * Return whether the CA was told of some answers, and others wait for their place.
	 */
	boolean isHalfway(Issuance issuance) {
		return issuance.details().containsValue(TOLD);
	}

	/**
	 * Let others have the place of answers that the CA was not told of.
	 */
	void makeRoom(Issuance issuance) {
		for (int i = 0; i < issuance.answers().size(); i++) {
			ChallengeAnswer answer = issuance.answers().get(i);
			ChallengeSolver solver = this.solvers.find(answer.type());
			if (solver != null && !issuance.details().containsKey(ANSWERED + i)) {
				solver.makeRoom(answer);
			}
		}
	}

	/**
	 * Return whether nothing is left to tell.
	 */
	boolean isDone(Issuance issuance) {
		for (int i = 0; i < issuance.answers().size(); i++) {
			if (!issuance.details().containsKey(ANSWERED + i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Take answers away that no CA will look at any more.
	 */
	void withdraw(Collection<ChallengeAnswer> answers) {
		for (ChallengeAnswer answer : answers) {
			ChallengeSolver solver = this.solvers.find(answer.type());
			try {
				if (solver != null) {
					solver.withdraw(answer);
				}
			}
			catch (RuntimeException | LinkageError ex) {
				// What the CA did meanwhile must not be lost for it.
				logger.warn("An answer to " + answer.type() + " for " + answer.identifier() + " cannot be withdrawn",
						ex);
			}
		}
	}

	/**
	 * Whoever has to mend something should hear of all of it at once.
	 */
	private static IssuanceException together(List<IssuanceException> failures) {
		IssuanceException first = failures.get(0);
		List<String> messages = failures.stream()
			.filter((one) -> one.getKind() == first.getKind() && one.isOrderSpoiled() == first.isOrderSpoiled())
			.map((one) -> String.valueOf(one.getMessage()))
			.distinct()
			.toList();
		return (messages.size() == 1) ? first : new IssuanceException(String.join("; ", messages), first.getKind(),
				first.isOrderSpoiled(), first.getRetryAfter(), first.getProblem(), first);
	}

	private Readiness prepare(ChallengeAnswer answer, String key) throws IssuanceException {
		ChallengeSolver solver = this.solvers.find(answer.type());
		if (solver == null) {
			throw this.failures.spoiled(
					"the order waits for " + answer.type() + ", which this application cannot answer any more",
					FailureKind.UNAVAILABLE);
		}
		try {
			return solver.prepare(answer, key);
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new IssuanceException(answer.type() + " for " + answer.identifier() + ": a fault of "
					+ solver.getClass().getName() + ", " + ex, FailureKind.INTERNAL, false, null, null, ex);
		}
	}

	/**
	 * Withdraw what the CA has looked at already, so that what waits for its place can
	 * have it.
	 */
	private void withdrawSeen(Issuance issuance, Map<String, String> details, Login login) throws AcmeException {
		for (int i = 0; i < issuance.answers().size(); i++) {
			if (TOLD.equals(details.get(ANSWERED + i))) {
				Status status = challenge(issuance, i, login).getStatus();
				if (status == Status.INVALID) {
					// Nothing can become of the order any more.
					for (int j = 0; j < issuance.answers().size(); j++) {
						details.putIfAbsent(ANSWERED + j, DONE);
					}
				}
				if (status == Status.VALID || status == Status.INVALID) {
					withdraw(List.of(issuance.answers().get(i)));
					details.put(ANSWERED + i, DONE);
				}
			}
		}
	}

	private static void tell(Challenge challenge) throws AcmeException {
		if (challenge.getStatus() == Status.PENDING) {
			challenge.trigger();
		}
	}

	private static Challenge challenge(Issuance issuance, int index, Login login) throws AcmeException {
		return login.bindChallenge(OrderDetails.url(issuance, Validations.CHALLENGE + index));
	}

}
