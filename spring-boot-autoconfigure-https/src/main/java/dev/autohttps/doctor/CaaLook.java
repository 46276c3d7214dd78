package dev.autohttps.doctor;

import java.util.List;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;

/**
 * What the CAA records that hold for a name were found to say.
 *
 * @param domain the name
 * @param records the records
 * @param types the challenge types that will be tried, in order
 * @param finding what was made of that
 */
record CaaLook(Domain domain, CaaRecords records, List<String> types, Finding finding) {

	boolean isWildcard() {
		return this.domain.type() == Domain.Type.WILDCARD;
	}

	/**
	 * Whether there are records that name the CA, the account and the challenges.
	 */
	boolean isLimited(List<String> identities) {
		List<CaaRecord> ours = this.records.issue(isWildcard())
			.stream()
			.filter((one) -> identities.contains(one.issuer()))
			.toList();
		return !ours.isEmpty() && ours.stream()
			.allMatch((one) -> one.parameters().keySet().containsAll(List.of("accounturi", "validationmethods")));
	}

}
