package dev.autohttps.acme;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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
	 * Return the challenge types that can be answered.
	 * @return the types
	 */
	public Set<String> types() {
		return this.solvers.values()
			.stream()
			.filter((solver) -> solver.impediment() == null)
			.map(ChallengeSolver::type)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return why challenges of a type cannot be answered although there is a solver.
	 * @param type the challenge type
	 * @return the reason, or {@code null} if they can or if there is no solver
	 */
	public @Nullable String impediment(String type) {
		ChallengeSolver solver = this.solvers.get(type);
		return (solver != null) ? solver.impediment() : null;
	}

	/**
	 * Return the solvers that may be tried for a name.
	 * @param domain the name
	 * @param types the challenge types to choose from, in order
	 * @return the solvers, in that order but for those that are a last resort
	 */
	public List<ChallengeSolver> forDomain(Domain domain, List<String> types) {
		return fitting(domain, types).stream()
			.filter((solver) -> solver.impediment() == null)
			.sorted(Comparator.comparing(ChallengeSolver::isLastResort))
			.toList();
	}

	/**
	 * Return the solvers that would be tried for a name in another set-up.
	 * @param domain the name
	 * @param types the challenge types to choose from, in order
	 * @return the solvers, in that order, each once
	 */
	List<ChallengeSolver> fitting(Domain domain, List<String> types) {
		return types.stream()
			.distinct()
			.map(this.solvers::get)
			.filter(Objects::nonNull)
			.filter((solver) -> solver.proves(domain))
			.toList();
	}

}
