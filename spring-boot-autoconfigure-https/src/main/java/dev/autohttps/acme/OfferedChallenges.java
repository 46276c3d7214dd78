package dev.autohttps.acme;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Issuance;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;

/**
 * The challenge types that the CA offers for the names of an order, as the details of an
 * issuance remember them: of an authorization that failed the CA shows no more than the
 * challenge that was tried (RFC 8555 section 7.1.4).
 */
final class OfferedChallenges {

	private static final String OFFERED = "offered.";

	private final Map<String, List<String>> types = new LinkedHashMap<>();

	static OfferedChallenges of(Issuance issuance) {
		Map<String, String> details = issuance.details();
		OfferedChallenges offered = new OfferedChallenges();
		for (int i = 0; details.containsKey(OFFERED + i + ".domain"); i++) {
			String types = details.getOrDefault(OFFERED + i + ".challenges", "");
			offered.types.put(details.getOrDefault(OFFERED + i + ".domain", ""), Arrays.asList(types.split(",")));
		}
		return offered;
	}

	/**
	 * Remember what is offered for a name.
	 * @return the challenge types
	 */
	List<String> add(Domain domain, Authorization authorization) {
		List<String> offered = authorization.getChallenges().stream().map(Challenge::getType).distinct().toList();
		this.types.put(domain.name(), offered);
		return offered;
	}

	List<String> types(String domain) {
		return this.types.getOrDefault(domain, List.of());
	}

	Map<String, String> details() {
		Map<String, String> details = new LinkedHashMap<>();
		int i = 0;
		for (Map.Entry<String, List<String>> one : this.types.entrySet()) {
			details.put(OFFERED + i + ".domain", one.getKey());
			details.put(OFFERED + i + ".challenges", String.join(",", one.getValue()));
			i++;
		}
		return details;
	}

}
