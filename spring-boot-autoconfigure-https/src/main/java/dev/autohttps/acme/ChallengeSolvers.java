package dev.autohttps.acme;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.autohttps.certificate.Domain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The ways to prove control of a name that this set-up has, by challenge type.
 */
public final class ChallengeSolvers {

	private static final Log logger = LogFactory.getLog(ChallengeSolvers.class);

	private final Supplier<? extends Collection<? extends ChallengeSolver>> given;

	private volatile @Nullable Map<String, ChallengeSolver> solvers;

	private final Set<String> said = ConcurrentHashMap.newKeySet();

	/**
	 * Create new solvers.
	 * @param solvers the solvers; of those for the same challenge type the first one is
	 * asked that nothing is in the way of
	 */
	public ChallengeSolvers(Collection<? extends ChallengeSolver> solvers) {
		this(() -> solvers);
	}

	/**
	 * Create new solvers, which are made once a CA is to be asked. A local CA has no use
	 * for them.
	 * @param solvers makes the solvers; of those for the same challenge type the first
	 * one is asked that nothing is in the way of
	 */
	public ChallengeSolvers(Supplier<? extends Collection<? extends ChallengeSolver>> solvers) {
		this.given = solvers;
	}

	/**
	 * Return the challenge types that nothing is in the way of.
	 * @return the types
	 */
	public Set<String> types() {
		return solvers().values()
			.stream()
			.filter((solver) -> solver.impediment() == null)
			.map(ChallengeSolver::type)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return why a challenge type is not among the {@link #types()} although it has a
	 * solver.
	 * @param type the challenge type
	 * @return words that finish "tls-alpn-01 is not tried: ...", or {@code null} if
	 * nothing is known to be in the way
	 */
	public @Nullable String impediment(String type) {
		ChallengeSolver solver = solvers().get(type);
		return (solver != null) ? solver.impediment() : null;
	}

	/**
	 * Return whether a challenge type can prove a name, be there something in the way or
	 * not.
	 * @param type the challenge type
	 * @param domain the name
	 * @return whether there is a solver that proves such names
	 */
	public boolean applies(String type, Domain domain) {
		ChallengeSolver solver = solvers().get(type);
		return solver != null && solver.proves(domain);
	}

	/**
	 * Return the solvers that may be tried for a name, without those that something is in
	 * the way of.
	 * @param domain the name
	 * @param types the challenge types to choose from, in order
	 * @return the solvers, in that order, but the last resorts after the rest
	 */
	public List<ChallengeSolver> forDomain(Domain domain, List<String> types) {
		List<ChallengeSolver> configured = configured(domain, types);
		List<ChallengeSolver> ordered = configured.stream()
			.sorted(Comparator.comparing(ChallengeSolver::isLastResort))
			.toList();
		if (!ordered.equals(configured)) {
			ordered.stream().filter(ChallengeSolver::isLastResort).forEach(this::sayLastResort);
		}
		return ordered;
	}

	/**
	 * Return whether a name can be proven at all, which can be told before the ports are
	 * open.
	 * @param domain the name
	 * @param types the challenge types to choose from
	 * @return whether there is a solver that nothing is in the way of
	 */
	public boolean canProve(Domain domain, List<String> types) {
		return !configured(domain, types).isEmpty();
	}

	private List<ChallengeSolver> configured(Domain domain, List<String> types) {
		return types.stream()
			.distinct()
			.map(this::find)
			.filter(Objects::nonNull)
			.filter((solver) -> solver.proves(domain))
			.filter(this::canBeTried)
			.toList();
	}

	private boolean canBeTried(ChallengeSolver solver) {
		String impediment = solver.impediment();
		if (impediment == null) {
			return true;
		}
		sayOnce(solver.type() + " is not tried: " + impediment);
		return false;
	}

	private void sayLastResort(ChallengeSolver solver) {
		sayOnce(solver.type() + " is tried after all others: this application has no port for it, "
				+ "so only a proxy can pass on what the CA asks");
	}

	private void sayOnce(String line) {
		if (this.said.add(line)) {
			logger.info(line);
		}
	}

	@Nullable ChallengeSolver find(String type) {
		return solvers().get(type);
	}

	/**
	 * Without a lock, which a thread would hold while it waits for beans that another
	 * makes. They are beans, so whoever comes second gets the same.
	 */
	private Map<String, ChallengeSolver> solvers() {
		Map<String, ChallengeSolver> solvers = this.solvers;
		if (solvers == null) {
			solvers = new LinkedHashMap<>();
			for (ChallengeSolver solver : this.given.get()) {
				solvers.merge(solver.type(), solver,
						(one, other) -> (one.impediment() != null && other.impediment() == null) ? other : one);
			}
			this.solvers = solvers;
		}
		return solvers;
	}

}
