package dev.autohttps.acme;

import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.Problem;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * What the CA says is wrong with an order: with its challenges, else with the whole.
 */
final class OrderProblems {

	private OrderProblems() {
	}

	static List<Problem> of(Order order) throws AcmeException {
		List<Problem> problems = new ArrayList<>();
		for (Authorization authorization : order.getAuthorizations()) {
			authorization.fetch();
			for (Challenge challenge : authorization.getChallenges()) {
				challenge.getError().map(AcmeFailures::problem).ifPresent((problem) -> {
					String name = AcmeFailures.name(authorization.getIdentifier());
					problems.add(new Problem(problem.type(), problem.detail(), name, problem.subproblems()));
				});
			}
		}
		if (problems.isEmpty()) {
			order.getError().map(AcmeFailures::problem).ifPresent(problems::add);
		}
		return problems;
	}

}
