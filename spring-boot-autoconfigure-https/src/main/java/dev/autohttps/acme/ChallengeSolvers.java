package dev.autohttps.acme;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;

/**
 * The ways to prove control of a name that this set-up has, by challenge type.
 */
public final class ChallengeSolvers {

	private final Map<String, ChallengeSolver> solvers = new LinkedHashMap<>();

	public ChallengeSolvers(Collection<? extends ChallengeSolver> solvers) {
		solvers.forEach((solver) -> this.solvers.put(solver.type(), solver));
	}

	/**
	 * Return the challenge types.
	 * @return the types
	 */
	public Set<String> types() {
		return Collections.unmodifiableSet(this.solvers.keySet());
	}

	/**
	 * Return the solvers that may be tried for a name.
	 * @param domain the name
	 * @param types the challenge types to choose from, in order
	 * @return the solvers, in that order
	 */
	public List<ChallengeSolver> forDomain(Domain domain, List<String> types) {
		return types.stream()
			.filter(this.solvers::containsKey)
			.map(this.solvers::get)
			.filter((solver) -> solver.proves(domain))
			.toList();
	}

	@Nullable ChallengeSolver find(String type) {
		return this.solvers.get(type);
	}

}
