package dev.autohttps.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import dev.autohttps.acme.CertificateAuthority;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Store;

/**
 * One look at all that an order depends on: everything at once, and then what builds on
 * it, so that the whole takes no longer than two looks.
 */
final class Examination {

	private final CertificateSpec spec;

	private final CertificateAuthority ca;

	private final String description;

	private final ChallengeSolvers solvers;

	private final Surroundings surroundings;

	private final Rounds rounds;

	/**
	 * Create a new examination.
	 * @param spec the certificate that is wanted
	 * @param ca who is to issue it
	 * @param description the CA, for people
	 * @param solvers the ways to prove control of a name
	 * @param surroundings the network
	 * @param rounds where to look
	 */
	Examination(CertificateSpec spec, CertificateAuthority ca, String description, ChallengeSolvers solvers,
			Surroundings surroundings, Rounds rounds) {
		this.spec = spec;
		this.ca = ca;
		this.description = description;
		this.solvers = solvers;
		this.surroundings = surroundings;
		this.rounds = rounds;
	}

	/**
	 * Look.
	 * @param store where certificates are kept
	 * @param answers what this process answers meanwhile
	 * @return what was found, the worst first
	 */
	List<Finding> findings(Store store, ProbeAnswers answers) throws InterruptedException, ExecutionException {
		CompletableFuture<CaWord> word = this.rounds.start(() -> CaWord.of(this.ca), CaWord.LATE);
		HostLook hosts = new HostLook(this.surroundings, this.rounds, answers, this.ca.isPublic());
		List<CompletableFuture<List<Finding>>> looks = new ArrayList<>();
		for (Domain domain : this.spec.domains()) {
			looks.add(hosts.findings(domain, types(domain)));
			tried(domain).forEach((solver) -> looks.add(examine(solver, domain)));
		}
		PersistCheck persist = new PersistCheck(this.solvers, this.spec);
		looks.add(word.thenCompose((said) -> this.rounds.start(() -> persist.judge(said.facts()), persist.late())));
		looks.add(caas(word));
		looks.add(word.thenApply(new CaCheck(this.description)::judge));
		looks.add(this.rounds.start(() -> List.of(OwnCheck.store(store)), List.of(OwnCheck.slowStore())));
		looks.add(this.rounds.start(() -> List.of(OwnCheck.budget(this.ca, this.spec)), List.of()));
		List<Finding> findings = new ArrayList<>();
		for (CompletableFuture<List<Finding>> look : looks) {
			findings.addAll(look.get());
		}
		findings.sort(Comparator.comparing(Finding::severity).reversed());
		return findings;
	}

	private CompletableFuture<List<Finding>> caas(CompletableFuture<CaWord> word) {
		List<CompletableFuture<CaaLook>> caas = this.spec.domains()
			.stream()
			.filter((domain) -> domain.type() != Domain.Type.IP)
			.map((domain) -> caa(domain, word))
			.toList();
		return CompletableFuture.allOf(caas.toArray(CompletableFuture<?>[]::new)).thenApply((done) -> {
			List<CaaLook> seen = caas.stream().map(CompletableFuture::join).toList();
			List<Finding> findings = new ArrayList<>(seen.stream().map(CaaLook::finding).toList());
			findings.addAll(new CaaAdvice(word.join().facts()).about(seen));
			return findings;
		});
	}

	private CompletableFuture<CaaLook> caa(Domain domain, CompletableFuture<CaWord> word) {
		CaaRecords late = CaaRecords.unknown(domain.identifier(), Rounds.lateAnswer().said());
		List<String> types = types(domain);
		return this.rounds.start(() -> CaaRecords.find(this.surroundings.dns(), domain.identifier()), late)
			.thenCombine(word, (caa, said) -> new CaaLook(domain, caa, types,
					new CaaCheck(said.facts(), this.ca.isPublic()).judge(domain, caa, types)));
	}

	private CompletableFuture<List<Finding>> examine(ChallengeSolver solver, Domain domain) {
		return this.rounds.start(() -> Stream.ofNullable(solver.examine(domain)).toList(), List.of());
	}

	private List<ChallengeSolver> tried(Domain domain) {
		return this.solvers.forDomain(domain, this.spec.challenges());
	}

	private List<String> types(Domain domain) {
		return tried(domain).stream().map(ChallengeSolver::type).toList();
	}

}
