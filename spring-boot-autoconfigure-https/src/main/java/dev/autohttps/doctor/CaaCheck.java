package dev.autohttps.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.autohttps.acme.CaFacts;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Whether the CAA records of a name let the CA issue for it.
 */
final class CaaCheck {

	static final String ID = "caa";

	/**
	 * Who is known to heed what a record asks of it (RFC 8657). The others may, and will
	 * have to.
	 */
	private static final Set<String> HEED_PARAMETERS = Set.of("letsencrypt.org");

	private static final Set<String> KNOWN_TAGS = Set.of("issue", "issuewild", "iodef", "issuemail", "contactemail",
			"contactphone");

	private final @Nullable CaFacts facts;

	private final boolean certain;

	/**
	 * Create a new check.
	 * @param facts what the CA says of itself, or {@code null} if it could not be asked
	 * @param certain whether the CA sees the same DNS as this machine
	 */
	CaaCheck(@Nullable CaFacts facts, boolean certain) {
		this.facts = facts;
		this.certain = certain;
	}

	/**
	 * Judge the records that hold for a name.
	 * @param domain the name
	 * @param caa the records
	 * @param types the challenge types that will be tried, in order
	 */
	Finding judge(Domain domain, CaaRecords caa, List<String> types) {
		if (caa.trouble() != null) {
			return finding(Severity.DOUBTFUL, domain,
					"the CAA records of " + caa.owner() + " cannot be looked up (" + caa.trouble() + ")",
					"an answer, be it that there are none: a CA that gets none must not issue",
					"look whether this machine's resolver works, and whether the zone's servers answer (dig CAA "
							+ caa.owner() + ")");
		}
		boolean wildcard = domain.type() == Domain.Type.WILDCARD;
		List<CaaRecord> issue = caa.issue(wildcard);
		if (caa.records().stream().anyMatch((one) -> one.isCritical() && !KNOWN_TAGS.contains(one.tag()))) {
			return finding(this.certain ? Severity.FATAL : Severity.DOUBTFUL, domain, caa.describe(),
					"no critical record that CAs do not know", "remove it, or the flag 128 from it");
		}
		if (issue.isEmpty()) {
			return Finding.ok(ID, domain.name(), "any CA may issue");
		}
		return (issue.stream().allMatch((one) -> one.issuer().isEmpty()) || !identities().isEmpty())
				? issuers(domain, caa, issue, types)
				: finding(Severity.DOUBTFUL, domain, caa.describe(), "a record that names the CA",
						"the CA does not tell by which name it goes in CAA records: look that up, and add it if it is "
								+ "not there");
	}

	private Finding issuers(Domain domain, CaaRecords caa, List<CaaRecord> issue, List<String> types) {
		List<CaaRecord> ours = issue.stream().filter((one) -> identities().contains(one.issuer())).toList();
		if (ours.isEmpty()) {
			return forbidden(domain, caa, issue.get(0).tag());
		}
		List<CaaRecord> open = ours.stream().filter(this::isForOurAccount).toList();
		if (open.isEmpty()) {
			return finding((ourAccount() != null) ? heeded() : Severity.DOUBTFUL, domain, caa.describe(),
					"accounturi=" + account(),
					"put the URL of this application's account into the record, or remove accounturi from it");
		}
		List<String> allowed = types.stream()
			.filter((type) -> open.stream().anyMatch((one) -> allows(one, type)))
			.toList();
		if (allowed.isEmpty() || !allowed.get(0).equals(types.get(0))) {
			return finding(allowed.isEmpty() ? heeded() : Severity.DOUBTFUL, domain, caa.describe(),
					"validationmethods with " + types.get(0),
					"add " + types.get(0) + " to validationmethods, or set https.acme.challenges to what the record "
							+ "allows and this application can answer"
							+ (allowed.isEmpty() ? "" : " (" + String.join(", ", allowed) + ")"));
		}
		return Finding.ok(ID, domain.name(), caa.describe());
	}

	private Finding forbidden(Domain domain, CaaRecords caa, String tag) {
		String identity = identities().isEmpty() ? "the CA" : identities().get(0);
		boolean wildcard = tag.equals("issuewild");
		return finding(this.certain ? Severity.FATAL : Severity.DOUBTFUL, domain, caa.describe(),
				"0 " + tag + " \"" + identity + "\"",
				"add that record to " + caa.owner()
						+ (wildcard
								? ", name the hosts one by one in place of " + domain + ", or take a CA that may issue"
								: ", or set https.acme.server to a CA that may issue"));
	}

	private boolean isForOurAccount(CaaRecord issue) {
		String wanted = issue.parameters().get("accounturi");
		return wanted == null || wanted.equals(ourAccount());
	}

	private static boolean allows(CaaRecord issue, String type) {
		String methods = issue.parameters().get("validationmethods");
		return methods == null
				|| Arrays.stream(methods.split(",")).anyMatch((method) -> method.strip().equalsIgnoreCase(type));
	}

	private @Nullable String ourAccount() {
		return (this.facts != null) ? this.facts.account() : null;
	}

	private String account() {
		String account = ourAccount();
		return (account != null) ? account
				: "the URL of this application's account, which is made with the first order";
	}

	private Severity heeded() {
		return (this.certain && identities().stream().anyMatch(HEED_PARAMETERS::contains)) ? Severity.FATAL
				: Severity.DOUBTFUL;
	}

	private List<String> identities() {
		return (this.facts != null) ? this.facts.caaIdentities()
			.stream()
			.map((identity) -> identity.toLowerCase(Locale.ROOT))
			.collect(Collectors.toList()) : List.of();
	}

	private static Finding finding(Severity severity, Domain domain, String seen, String expected, String remedy) {
		return new Finding(severity, ID, domain.name(), seen, expected, remedy);
	}

}
