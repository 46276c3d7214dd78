package dev.autohttps.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.Domain;

/**
 * Checks whether control of the names that are wanted can be proven in this set-up.
 */
final class ChallengeCheck {

	private static final String DNS = "dns-01";

	private static final Set<String> KNOWN = Set.of("http-01", "tls-alpn-01", DNS, "dns-persist-01");

	private final ChallengeSolvers solvers;

	private final boolean asked;

	/**
	 * Create a new check.
	 * @param solvers the ways to prove control
	 * @param asked whether a CA is asked at all. Where it is not, as in a test without a
	 * web server, nothing has to be proven, but a type that does not exist is no better.
	 */
	ChallengeCheck(ChallengeSolvers solvers, boolean asked) {
		this.solvers = solvers;
		this.asked = asked;
	}

	void check(WantedCertificate wanted) {
		List<String> challenges = wanted.spec().challenges();
		for (String challenge : challenges) {
			if (!KNOWN.contains(challenge) && !isSolved(challenge)) {
				throw new InvalidHttpsPropertyException(wanted.challengesProperty(), challenge,
						"There is no such challenge type.",
						"Choose from http-01, tls-alpn-01, dns-01, dns-persist-01, or leave it out.");
			}
		}
		if (this.asked && wanted.issuer() == Issuer.ACME) {
			wanted.spec().domains().stream().forEach((domain) -> check(domain, wanted));
		}
	}

	private void check(Domain domain, WantedCertificate wanted) {
		List<String> challenges = wanted.spec().challenges();
		if (this.solvers.canProve(domain, challenges)) {
			return;
		}
		boolean wildcard = domain.type() == Domain.Type.WILDCARD;
		throw new InvalidHttpsPropertyException(wanted.domainsProperty(), domain.name(),
				"Control of it cannot be proven with the challenges " + String.join(", ", challenges) + " of "
						+ wanted.challengesProperty() + ": " + reasons(domain, challenges) + ".",
				remedy(wanted.challengesProperty(), wildcard));
	}

	private String remedy(String property, boolean wildcard) {
		if (wildcard) {
			return "Say who changes the DNS (https.acme.dns.rfc2136.server, https.acme.dns.acme-dns.url, "
					+ "https.acme.dns.exec.command or a bean of type DnsRecords) and leave " + property
					+ " out or add dns-01 to it; or set it to dns-persist-01, which needs one lasting record; or name "
					+ "the hosts one by one.";
		}
		return "Set " + property + " to challenges that fit and that this application can answer (" + types() + ").";
	}

	private String reasons(Domain domain, List<String> challenges) {
		List<String> impediments = impediments(domain, challenges);
		Stream<String> reason = (impediments.size() == challenges.size()) ? Stream.empty()
				: Stream.of(reason(domain, challenges));
		return Stream.concat(reason, impediments.stream()).collect(Collectors.joining("; "));
	}

	private String reason(Domain domain, List<String> challenges) {
		if (domain.type() == Domain.Type.WILDCARD && challenges.stream().allMatch(ChallengeCheck::isForHosts)) {
			return "a wildcard can be proven by DNS only";
		}
		if (challenges.stream().noneMatch(this.solvers.types()::contains)) {
			return "there is no ChallengeSolver for them"
					+ ((this.solvers.types().stream().noneMatch(ChallengeCheck::isForHosts)
							&& impediments(domain, challenges).isEmpty())
									? ", since this application has no web server of ours" : "");
		}
		return (domain.type() != Domain.Type.IP && challenges.contains(DNS) && isSolved(DNS))
				? "https.acme.dns does not say who changes the DNS for it" : "they do not apply to such a name";
	}

	private List<String> impediments(Domain domain, List<String> challenges) {
		return challenges.stream()
			.filter((challenge) -> this.solvers.impediment(challenge) != null
					&& this.solvers.applies(challenge, domain))
			.map((challenge) -> challenge + " is not tried: " + this.solvers.impediment(challenge))
			.toList();
	}

	private boolean isSolved(String challenge) {
		return this.solvers.types().contains(challenge) || this.solvers.impediment(challenge) != null;
	}

	private String types() {
		return this.solvers.types().isEmpty() ? "none" : String.join(", ", this.solvers.types());
	}

	private static boolean isForHosts(String challenge) {
		return challenge.equals("http-01") || challenge.equals("tls-alpn-01");
	}

}
