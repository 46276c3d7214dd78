package dev.autohttps.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.acme.dns.DnsAnswer.Status;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;

/**
 * A look at one host: where its name leads to, and who answers there.
 */
final class HostLook {

	private static final Set<String> AT_THE_HOST = Set.of("http-01", "tls-alpn-01");

	private static final DnsAnswer NONE = new DnsAnswer(Status.NO_DATA, List.of(), "no name");

	private final Surroundings surroundings;

	private final Rounds rounds;

	private final ProbeAnswers answers;

	private final List<Probe> probes;

	private final boolean publicCa;

	HostLook(Surroundings surroundings, Rounds rounds, ProbeAnswers answers, boolean publicCa) {
		this.surroundings = surroundings;
		this.rounds = rounds;
		this.answers = answers;
		this.probes = List.of(new HttpProbe(surroundings.dialer()), new TlsAlpnProbe(surroundings.dialer()));
		this.publicCa = publicCa;
	}

	/**
	 * Look.
	 * @param domain the host
	 * @param types the challenge types that will be tried; if none of them asks at the
	 * host, it does not matter where that is
	 */
	CompletableFuture<List<Finding>> findings(Domain domain, List<String> types) {
		if (types.stream().noneMatch(AT_THE_HOST::contains)) {
			return CompletableFuture.completedFuture(List.of());
		}
		return residence(domain).thenCompose((residence) -> visit(domain, types, residence));
	}

	private CompletableFuture<Residence> residence(Domain domain) {
		CompletableFuture<List<InetAddress>> hosts = this.rounds
			.start(() -> this.surroundings.hosts().apply(domain.name()), List.of());
		CompletableFuture<DnsAnswer> a = addresses(domain, "A");
		CompletableFuture<DnsAnswer> aaaa = addresses(domain, "AAAA");
		return CompletableFuture.allOf(hosts, a, aaaa)
			.thenApply((done) -> new Residence(a.join(), aaaa.join(), hosts.join()));
	}

	private CompletableFuture<DnsAnswer> addresses(Domain domain, String type) {
		return (domain.type() == Domain.Type.IP) ? CompletableFuture.completedFuture(NONE)
				: this.rounds.start(() -> this.surroundings.dns().ask(domain.name(), type), Rounds.lateAnswer());
	}

	private CompletableFuture<List<Finding>> visit(Domain domain, List<String> types, Residence residence) {
		Map<Probe, Map<Target, CompletableFuture<Sight>>> looks = new LinkedHashMap<>();
		for (Probe probe : this.probes) {
			if (types.contains(probe.type()) && probe.canAsk(domain)) {
				looks.put(probe, look(domain, probe, residence.targets()));
			}
		}
		CompletableFuture<?>[] all = looks.values()
			.stream()
			.flatMap((one) -> one.values().stream())
			.toArray(CompletableFuture<?>[]::new);
		return CompletableFuture.allOf(all).thenApply((done) -> judge(domain, types, residence, looks));
	}

	private Map<Target, CompletableFuture<Sight>> look(Domain domain, Probe probe, List<Target> targets) {
		Map<Target, CompletableFuture<Sight>> looks = new LinkedHashMap<>();
		ChallengeAnswer answer = targets.isEmpty() ? null : this.answers.offer(probe.type(), domain.identifier());
		if (answer != null) {
			targets.forEach(
					(target) -> looks.put(target, this.rounds.start(() -> probe.look(target, answer), Sight.LATE)));
		}
		return looks;
	}

	private List<Finding> judge(Domain domain, List<String> types, Residence residence,
			Map<Probe, Map<Target, CompletableFuture<Sight>>> looks) {
		List<Finding> ports = new ArrayList<>();
		Map<Target, Boolean> reached = new LinkedHashMap<>();
		looks.forEach((probe, sights) -> {
			Map<Target, Sight> seen = new LinkedHashMap<>();
			sights.forEach((target, sight) -> seen.put(target, sight.join()));
			seen.forEach((target, sight) -> reached.merge(target, sight.isOurs(), Boolean::logicalOr));
			ports.addAll(ReachCheck.judge(domain.name(), probe, seen));
		});
		List<Finding> findings = new ArrayList<>();
		if (domain.type() != Domain.Type.IP) {
			findings.addAll(new NameCheck(this.surroundings.own().get(), this.publicCa).judge(domain.name(), residence,
					(target) -> reached.getOrDefault(target, false), AT_THE_HOST.containsAll(types)));
		}
		findings.addAll(ports);
		return findings;
	}

}
