package dev.autohttps.acme;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.autohttps.certificate.Domain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Chooses how control of a name is proven, and says why if that is not what was
 * configured.
 */
final class ChallengeChoice {

	private static final Log logger = LogFactory.getLog(ChallengeChoice.class);

	private final ChallengeSolvers solvers;

	private final Set<String> said = ConcurrentHashMap.newKeySet();

	ChallengeChoice(ChallengeSolvers solvers) {
		this.solvers = solvers;
	}

	/**
	 * Return the ways that are left.
	 * @param domain the name
	 * @param configured the challenge types to choose from, in order
	 * @param offered the challenge types that the CA offers
	 * @param tried what was tried in vain
	 * @return the solvers, the next to be tried first
	 */
	List<ChallengeSolver> left(Domain domain, List<String> configured, List<String> offered, TriedChallenges tried) {
		return this.solvers.forDomain(domain, configured)
			.stream()
			.filter((solver) -> offered.contains(solver.type()))
			.filter((solver) -> !tried.contains(domain.name(), solver.type()))
			.toList();
	}

	/**
	 * Say, once, why a challenge that was configured and is offered is not tried in its
	 * turn.
	 */
	void explain(Domain domain, List<String> configured, List<String> offered) {
		List<ChallengeSolver> fitting = this.solvers.fitting(domain, configured)
			.stream()
			.filter((solver) -> offered.contains(solver.type()))
			.toList();
		for (int i = 0; i < fitting.size(); i++) {
			ChallengeSolver solver = fitting.get(i);
			if (solver.impediment() != null) {
				say(solver.type() + " is not tried: " + solver.impediment());
			}
			else if (solver.isLastResort() && fitting.subList(i, fitting.size())
				.stream()
				.anyMatch((other) -> other.impediment() == null && !other.isLastResort())) {
				say(solver.type() + " is tried last"
						+ ((solver.doubt() != null) ? ": " + solver.doubt() : ", since it is not likely to work here"));
			}
		}
	}

	/**
	 * Return how many of the challenge types can be answered.
	 */
	long count(List<String> configured) {
		return configured.stream().distinct().filter(this.solvers.types()::contains).count();
	}

	private void say(String sentence) {
		if (this.said.add(sentence)) {
			logger.info(sentence);
		}
	}

}
