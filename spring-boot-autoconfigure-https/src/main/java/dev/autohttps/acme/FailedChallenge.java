package dev.autohttps.acme;

import java.util.List;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Problem;

/**
 * A challenge that was answered in vain.
 *
 * @param domain the name whose control it was to prove, as {@link Domain} writes it
 * @param challenge the challenge type
 * @param problem what the CA says of it
 */
record FailedChallenge(String domain, String challenge, Problem problem) {

	/**
	 * Return what the CA says, with what one must know to mend it.
	 */
	Problem explained() {
		String detail = this.challenge + ": " + reason();
		return new Problem(this.problem.type(), detail, this.domain, this.problem.subproblems());
	}

	String reason() {
		return (this.problem.detail() != null) ? this.problem.detail() : "the CA did not say why";
	}

	boolean isOf(String domain, String challenge) {
		return this.domain.equals(domain) && this.challenge.equals(challenge);
	}

	static List<Problem> explain(List<FailedChallenge> failed) {
		return failed.stream().map(FailedChallenge::explained).toList();
	}

}
