package dev.autohttps.doctor;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.autohttps.acme.CaFacts;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.WantedRecords;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import dev.autohttps.certificate.WantedRecord;
import dev.autohttps.certificate.WantedRecord.State;
import org.jspecify.annotations.Nullable;

/**
 * Whether the records are there that somebody must create by hand.
 */
final class PersistCheck {

	static final String ID = "dns-persist";

	private final ChallengeSolvers solvers;

	private final CertificateSpec spec;

	/**
	 * Create a new check.
	 * @param solvers the ways to prove control of a name
	 * @param spec the certificate that is wanted
	 */
	PersistCheck(ChallengeSolvers solvers, CertificateSpec spec) {
		this.solvers = solvers;
		this.spec = spec;
	}

	/**
	 * Look at them.
	 * @param facts what the CA says of itself, or {@code null} if it could not be asked
	 */
	List<Finding> judge(@Nullable CaFacts facts) {
		if (facts == null || names().isEmpty()) {
			return List.of();
		}
		String account = facts.account();
		if (account == null) {
			return names().stream()
				.map((name) -> Finding.ok(ID, name,
						"a DNS record is needed that has the URL of this application's account, which is made with "
								+ "the first order"))
				.toList();
		}
		return new WantedRecords(this.solvers).look(this.spec, account, facts::caaIdentities)
			.stream()
			.map((record) -> judge(record.asSeenAt(record.lookedAt(), null)))
			.toList();
	}

	/**
	 * Return what is said if it takes too long.
	 */
	List<Finding> late() {
		return names().stream()
			.map((name) -> new Finding(Severity.DOUBTFUL, ID, name,
					"its record cannot be looked up within " + Rounds.LONGEST.toSeconds() + " s", "an answer",
					"look whether the resolver works (https.acme.dns.resolvers)"))
			.toList();
	}

	private Finding judge(WantedRecord record) {
		String seen = record.name() + ": " + record.seen();
		List<ChallengeSolver> ways = ways(record.identifier());
		if (record.state() == State.PRESENT) {
			return Finding.ok(ID, record.identifier(), seen);
		}
		if (!ways.isEmpty() && !ways.get(0).needsRecord()) {
			return Finding.ok(ID, record.identifier(), seen + "; " + ways.get(0).type() + " is tried before it");
		}
		String expected = record.line()
				+ ((record.state() == State.EXPIRING) ? ", perhaps with a later persistUntil" : "");
		String meanwhile = (ways.size() > 1) ? "; until then " + ways.get(1).type() + " is tried" : "";
		return new Finding(Severity.DOUBTFUL, ID, record.identifier(), seen, expected,
				"create that record"
						+ ((record.state() == State.MISSING) ? "" : ", in place of the one that does not do")
						+ "; it stays for all orders of this account" + meanwhile);
	}

	/**
	 * Those of the name with the fewest ways: a wildcard has fewer than the name below
	 * which it stands.
	 */
	private List<ChallengeSolver> ways(String identifier) {
		return this.spec.domains()
			.stream()
			.filter((domain) -> domain.identifier().equals(identifier))
			.map(this::tried)
			.min(Comparator.comparing(List::size))
			.orElse(List.of());
	}

	private Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		for (Domain domain : this.spec.domains()) {
			if (tried(domain).stream().anyMatch(ChallengeSolver::needsRecord)) {
				names.add(domain.identifier());
			}
		}
		return names;
	}

	private List<ChallengeSolver> tried(Domain domain) {
		return this.solvers.forDomain(domain, this.spec.challenges());
	}

}
