package dev.autohttps.acme;

import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Problem;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The choice of a challenge for each name of an order, and of another one for the next
 * order where it failed.
 */
final class Validations {

	/**
	 * Begins the names of the details that have the URLs of the challenges.
	 */
	static final String CHALLENGE = "challenge.";

	private static final String TRIED = "tried.";

	private static final Log logger = LogFactory.getLog(Validations.class);

	private final ChallengeSolvers solvers;

	private final AcmeFailures failures;

	private final AcmeBudget budget;

	Validations(ChallengeSolvers solvers, AcmeFailures failures, AcmeBudget budget) {
		this.solvers = solvers;
		this.failures = failures;
		this.budget = budget;
	}

	/**
	 * Choose a challenge for each name that is not proven yet.
	 * @return the issuance with what is to be offered
	 */
	Issuance prepare(Issuance issuance, Order order, URL account) throws AcmeException, IssuanceException {
		List<ChallengeAnswer> answers = new ArrayList<>();
		Map<String, String> details = new HashMap<>(issuance.details());
		ChallengeHistory history = ChallengeHistory.of(details);
		for (Authorization authorization : order.getAuthorizations()) {
			authorization.fetch();
			if (authorization.getStatus() == Status.PENDING) {
				Domain domain = domain(authorization);
				history.offered(domain.name(), types(authorization));
				Challenge challenge = choose(issuance, order, authorization, history, account);
				ChallengeSolver solver = this.solvers.find(challenge.getType());
				if (solver != null) {
					details.put(CHALLENGE + answers.size(), challenge.getLocation().toString());
					details.put(TRIED + domain.name(), challenge.getType());
					answers.add(solver.answer(new ChallengeRequest(domain, challenge, account)));
				}
			}
		}
		details.putAll(history.details());
		return issuance.with(details).offering(answers);
	}

	private Challenge choose(Issuance issuance, Order order, Authorization authorization, ChallengeHistory history,
			URL account) throws IssuanceException {
		Domain domain = domain(authorization);
		List<Challenge> possible = left(issuance, domain, history).stream()
			.map(authorization::findChallenge)
			.flatMap(Optional::stream)
			.toList();
		if (!possible.isEmpty()) {
			return (possible.size() == 1) ? possible.get(0)
					: possible.stream()
						.filter((challenge) -> !isBlocked(new ChallengeRequest(domain, challenge, account)))
						.findFirst()
						.orElse(possible.get(0));
		}
		if (history.hasFailed(domain.name())) {
			throw this.failures.invalid(history.problems(order.getLocation()), null);
		}
		throw this.failures.spoiled(
				"the CA offers for " + domain + " the challenges " + types(authorization).stream().sorted().toList()
						+ ", of which this application can answer none (https.acme.challenges: "
						+ String.join(", ", issuance.spec().challenges()) + ")",
				FailureKind.ACTION_REQUIRED);
	}

	private boolean isBlocked(ChallengeRequest request) {
		ChallengeSolver solver = this.solvers.find(request.challenge().getType());
		return solver != null && solver.isBlocked(request);
	}

	/**
	 * Look at an order that the CA could not validate, and whether there is another way
	 * to prove each of its names.
	 * @return what is worth remembering for another order of the same issuance, or
	 * {@code null} if neither a challenge failed nor the CA says why
	 * @throws IssuanceException if another order would be of no use
	 */
	@Nullable Refusal refused(Issuance issuance, Order order) throws AcmeException, IssuanceException {
		ChallengeHistory history = ChallengeHistory.of(issuance.details());
		List<Failed> failed = new ArrayList<>();
		boolean settled = true;
		for (Authorization authorization : order.getAuthorizations()) {
			authorization.fetch();
			Domain domain = domain(authorization);
			Set<String> offered = history.offered(domain.name());
			offered.addAll(types(authorization));
			history.offered(domain.name(), offered);
			for (Challenge challenge : failed(issuance, order, authorization)) {
				this.budget.noteFailure(domain, issuance.details().getOrDefault(OrderDetails.ACCOUNT, ""),
						challenge.getLocation());
				if (history.failed(domain.name(), challenge.getType(), challenge.getError().orElse(null))) {
					failed.add(new Failed(domain, challenge));
				}
			}
			settled &= authorization.getStatus() != Status.PENDING || history.hasFailed(domain.name());
		}
		List<Problem> problems = history.problems(order.getLocation());
		if (failed.isEmpty()) {
			order.getError().map(AcmeFailures::problem).ifPresent(problems::add);
			if (problems.isEmpty()) {
				return null;
			}
			throw this.failures.invalid(problems, null);
		}
		IssuanceException failure = this.failures.invalid(problems, null);
		boolean anotherWay = issuance.spec()
			.domains()
			.stream()
			.allMatch((domain) -> !history.hasFailed(domain.name()) || !left(issuance, domain, history).isEmpty());
		if (!anotherWay || failure.getKind() == FailureKind.RATE_LIMITED || history.orders() >= mostOrders(issuance)) {
			throw failure;
		}
		return new Refusal(history, settled, failed.stream().map((one) -> line(one, issuance, history)).toList());
	}

	private String line(Failed failed, Issuance issuance, ChallengeHistory history) {
		return failed.challenge().getType() + " failed for " + failed.domain() + ": "
				+ failed.challenge()
					.getError()
					.map(AcmeFailures::problem)
					.map(AcmeFailures::describe)
					.orElse("the CA did not say why")
				+ "; " + left(issuance, failed.domain(), history).get(0) + " is tried next";
	}

	/**
	 * A challenge that failed has the status to say so, but an authorization may be
	 * invalid without it. An error alone counts only where the CA leaves an order pending
	 * for ever: elsewhere it may be trying again.
	 */
	private static List<Challenge> failed(Issuance issuance, Order order, Authorization authorization) {
		if (authorization.getStatus() == Status.VALID) {
			return List.of();
		}
		boolean over = authorization.getStatus() == Status.INVALID || order.getStatus() != Status.INVALID;
		List<Challenge> failed = authorization.getChallenges()
			.stream()
			.filter((challenge) -> challenge.getStatus() == Status.INVALID
					|| (over && challenge.getError().isPresent()))
			.toList();
		if (!failed.isEmpty() || authorization.getStatus() != Status.INVALID) {
			return failed;
		}
		String tried = issuance.details().get(TRIED + domain(authorization).name());
		return authorization.getChallenges().stream().filter((challenge) -> challenge.getType().equals(tried)).toList();
	}

	/**
	 * Return the types that did not fail yet, of those that the CA offers and that can be
	 * answered here.
	 */
	private List<String> left(Issuance issuance, Domain domain, ChallengeHistory history) {
		Set<String> offered = history.offered(domain.name());
		return types(issuance, domain).stream()
			.filter(offered::contains)
			.filter((type) -> !history.hasFailed(domain.name(), type))
			.toList();
	}

	private long mostOrders(Issuance issuance) {
		return issuance.spec()
			.domains()
			.stream()
			.flatMap((domain) -> types(issuance, domain).stream())
			.distinct()
			.count();
	}

	private List<String> types(Issuance issuance, Domain domain) {
		return this.solvers.forDomain(domain, issuance.spec().challenges())
			.stream()
			.map(ChallengeSolver::type)
			.toList();
	}

	private static Set<String> types(Authorization authorization) {
		return authorization.getChallenges().stream().map(Challenge::getType).collect(Collectors.toSet());
	}

	private static Domain domain(Authorization authorization) {
		String identifier = AcmeFailures.name(authorization.getIdentifier());
		return Domain.parse(authorization.isWildcard() ? "*." + identifier : identifier);
	}

	/**
	 * A challenge that failed, and the name that it was to prove.
	 */
	private record Failed(Domain domain, Challenge challenge) {

	}

	/**
	 * What is known of an order that the CA could not validate, where another one may
	 * succeed.
	 *
	 * @param history what to remember
	 * @param settled whether nothing more can become known of it
	 * @param lines what to tell people
	 */
	record Refusal(ChallengeHistory history, boolean settled, List<String> lines) {

		void tell() {
			this.lines.forEach(logger::info);
		}

	}

}
