package dev.autohttps.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.autohttps.acme.CaFacts;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Which CAA records would let nobody issue but this CA, for this account and in the ways
 * that are tried here (RFC 8659, RFC 8657).
 */
final class CaaAdvice {

	static final String ID = "caa-advice";

	private final @Nullable CaFacts facts;

	/**
	 * Create new advice.
	 * @param facts what the CA says of itself, or {@code null} if it could not be asked
	 */
	CaaAdvice(@Nullable CaFacts facts) {
		this.facts = facts;
	}

	/**
	 * Advise once for all names that the same records would hold for, unless something
	 * else is to be mended first.
	 */
	List<Finding> about(List<CaaLook> looks) {
		CaFacts said = this.facts;
		if (said == null || said.caaIdentities().isEmpty()) {
			return List.of();
		}
		List<String> identities = said.caaIdentities()
			.stream()
			.map((identity) -> identity.toLowerCase(Locale.ROOT))
			.toList();
		Map<String, List<CaaLook>> owners = new LinkedHashMap<>();
		looks.forEach((look) -> owners.computeIfAbsent(owner(look, looks), (owner) -> new ArrayList<>()).add(look));
		List<Finding> findings = new ArrayList<>();
		owners.forEach((owner, ones) -> {
			boolean sound = ones.stream().allMatch((one) -> one.finding().severity() == Severity.OK);
			if (sound && !ones.stream().allMatch((one) -> one.isLimited(identities))) {
				findings.add(Finding.ok(ID, owner, words(owner, ones, identities.get(0), said.account())));
			}
		});
		return findings;
	}

	/**
	 * Where there are records already, they are to be changed; else the name that is
	 * above the others.
	 */
	private static String owner(CaaLook look, List<CaaLook> looks) {
		return !look.records().records().isEmpty() ? look.records().owner()
				: looks.stream()
					.map((other) -> other.domain().identifier())
					.filter((name) -> ("." + look.domain().identifier()).endsWith("." + name))
					.min(Comparator.comparing(String::length))
					.orElse(look.domain().identifier());
	}

	private static String words(String owner, List<CaaLook> looks, String identity, @Nullable String account) {
		boolean free = looks.stream().allMatch((one) -> one.records().records().isEmpty());
		List<String> lines = new ArrayList<>();
		for (boolean wildcard : new boolean[] { false, true }) {
			String methods = looks.stream()
				.filter((one) -> one.isWildcard() == wildcard)
				.flatMap((one) -> one.types().stream())
				.distinct()
				.collect(Collectors.joining(","));
			if (!methods.isEmpty()) {
				lines.add(owner + ". IN CAA 0 " + (wildcard ? "issuewild" : "issue") + " \"" + identity
						+ ((account != null) ? "; accounturi=" + account : "") + "; validationmethods=" + methods
						+ "\"");
			}
		}
		return (free ? "any CA may issue" : "the CAA records do not limit the account and the challenges")
				+ "; only this CA" + ((account != null) ? ", this account" : "") + " and these challenges could"
				+ (looks.stream().allMatch(CaaLook::isWildcard) ? ", as far as wildcards go," : "") + " with "
				+ String.join(" and ", lines) + ", which holds for the names below as well" + ((account != null) ? ""
						: "; accounturi can be added once there is an account, which is made with the first order");
	}

}
