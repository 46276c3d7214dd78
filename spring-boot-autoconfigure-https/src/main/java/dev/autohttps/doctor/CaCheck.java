package dev.autohttps.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.acme.CaFacts;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;

/**
 * Whether the CA would make an account for us, and agrees with us about the time.
 */
final class CaCheck {

	private static final Duration DOUBTFUL = Duration.ofMinutes(1);

	private static final Duration SERIOUS = Duration.ofHours(1);

	private final String ca;

	/**
	 * Create a new check.
	 * @param ca the CA, for people
	 */
	CaCheck(String ca) {
		this.ca = ca;
	}

	/**
	 * Judge what the CA says of itself.
	 */
	List<Finding> judge(CaWord word) {
		CaFacts facts = word.facts();
		if (facts == null) {
			return List.of(new Finding(Severity.DOUBTFUL, "ca", this.ca, word.trouble(), "its directory",
					"look at the network, the proxy and the firewall from this machine to the CA"));
		}
		List<Finding> findings = new ArrayList<>();
		findings.add(externalAccount(facts));
		findings.add(terms(facts));
		Duration ahead = facts.clockAhead();
		if (ahead != null) {
			findings.add(clock(ahead));
		}
		return findings;
	}

	private Finding externalAccount(CaFacts facts) {
		// An account that is there is bound already.
		boolean missing = facts.externalAccountRequired() && !facts.externalAccountConfigured()
				&& facts.account() == null;
		return missing ? new Finding(Severity.FATAL, "eab", this.ca,
				"the CA makes accounts only for those who have one on its web site, and none is configured",
				"an external account binding",
				"get a key identifier and a MAC key from the CA, and set https.acme.external-account-binding.key-id and "
						+ "https.acme.external-account-binding.mac-key")
				: Finding.ok("eab", this.ca, "nothing is missing for an account");
	}

	private Finding terms(CaFacts facts) {
		boolean missing = facts.termsOfService() != null && !facts.termsOfServiceAgreed() && facts.account() == null;
		return missing ? new Finding(Severity.DOUBTFUL, "terms", this.ca, "its terms of service were not agreed to",
				"agreement to " + facts.termsOfService(), "read them and set https.acme.terms-of-service-agreed=true")
				: Finding.ok("terms", this.ca, "its terms of service are no obstacle");
	}

	private Finding clock(Duration ahead) {
		if (ahead.abs().compareTo(DOUBTFUL) <= 0) {
			return Finding.ok("clock", this.ca, "the clocks agree");
		}
		boolean serious = ahead.abs().compareTo(SERIOUS) > 0;
		return new Finding(Severity.DOUBTFUL, "clock", this.ca,
				"the clock of this machine is " + Words.of(ahead) + (ahead.isNegative() ? " behind" : " ahead of")
						+ " that of the CA"
						+ (serious ? ", so that certificates look expired or not yet valid, and are renewed at the "
								+ "wrong time" : ""),
				"no more than a minute between them", "synchronize the clock with NTP (chrony, systemd-timesyncd, or "
						+ "the host of a virtual machine); timedatectl shows whether it is");
	}

}
