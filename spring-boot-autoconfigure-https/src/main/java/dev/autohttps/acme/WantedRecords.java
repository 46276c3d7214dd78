package dev.autohttps.acme;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.WantedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records that somebody must create by hand, and keep, for a certificate.
 */
public final class WantedRecords {

	private final ChallengeSolvers solvers;

	public WantedRecords(ChallengeSolvers solvers) {
		this.solvers = solvers;
	}

	/**
	 * Return whether a certificate may need any.
	 * @param spec the certificate that is wanted
	 * @return whether one of its names may be proven in such a way
	 */
	boolean areNeeded(CertificateSpec spec) {
		return spec.challenges()
			.stream()
			.map(this.solvers::find)
			.anyMatch((solver) -> solver != null && solver.needsRecord() && spec.domains().any(solver::proves));
	}

	/**
	 * Return the records as they were when they were last looked at.
	 * @param spec the certificate that is wanted
	 * @param account the URL of the account that orders
	 */
	List<WantedRecord> find(CertificateSpec spec, String account) {
		return each(spec, account, List::of, ChallengeSolver::record);
	}

	/**
	 * Look at the records now, each in the time of one exchange.
	 * @param spec the certificate that is wanted
	 * @param account the URL of the account that orders
	 * @param identities the names by which records mean the CA, none if they are not
	 * known
	 * @return those of which it is known how they must be
	 */
	public List<WantedRecord> look(CertificateSpec spec, String account, Supplier<List<String>> identities) {
		return each(spec, account, identities, ChallengeSolver::look);
	}

	private List<WantedRecord> each(CertificateSpec spec, String account, Supplier<List<String>> identities,
			BiFunction<ChallengeSolver, RecordRequest, @Nullable WantedRecord> asking) {
		if (!areNeeded(spec)) {
			return List.of();
		}
		Map<String, ChallengeSolver> needing = new LinkedHashMap<>();
		Map<String, RecordRequest> requests = new LinkedHashMap<>();
		for (Domain domain : spec.domains()) {
			List<ChallengeSolver> tried = this.solvers.forDomain(domain, spec.challenges());
			tried.stream().filter(ChallengeSolver::needsRecord).findFirst().ifPresent((solver) -> {
				needing.put(domain.identifier(), solver);
				requests.merge(
						domain.identifier(), new RecordRequest(domain.identifier(),
								domain.type() == Domain.Type.WILDCARD, tried.size() == 1, account, identities),
						WantedRecords::both);
			});
		}
		return requests.entrySet()
			.stream()
			.map((entry) -> asking.apply(Objects.requireNonNull(needing.get(entry.getKey())), entry.getValue()))
			.filter(Objects::nonNull)
			.toList();
	}

	private static RecordRequest both(RecordRequest one, RecordRequest other) {
		return new RecordRequest(one.identifier(), one.wildcard() || other.wildcard(), one.onlyWay() || other.onlyWay(),
				one.account(), one.identities());
	}

}
