package dev.autohttps.acme;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What follows on an order whose names could not be validated: another one, with other
 * challenges and the same key, which was never certified; or a failure that tells of all
 * that was tried.
 */
final class Fallback {

	private static final Log logger = LogFactory.getLog(Fallback.class);

	private final ChallengeChoice choice;

	private final AcmeFailures failures;

	Fallback(ChallengeChoice choice, AcmeFailures failures) {
		this.choice = choice;
		this.failures = failures;
	}

	/**
	 * Give an order up.
	 * @param issuance the issuance that placed it
	 * @param refusal what the CA says of it
	 * @param now the present moment
	 * @return the issuance before another order is placed
	 * @throws IssuanceException if there is nothing left to try
	 */
	Issuance after(Issuance issuance, Refusal refusal, Instant now) throws IssuanceException {
		TriedChallenges before = TriedChallenges.of(issuance);
		TriedChallenges tried = before.and(refusal.failed());
		Map<String, String> next = next(issuance, refusal, tried);
		boolean limited = refusal.failed().stream().anyMatch((one) -> AcmeFailures.isRateLimit(one.problem()));
		if (next.isEmpty() || limited || tried.orders() >= this.choice.count(issuance.spec().challenges())) {
			throw this.failures
				.invalid(Stream.concat(FailedChallenge.explain(before.failed()).stream(), refusal.problems().stream())
					.toList(), null);
		}
		refusal.failed()
			.forEach((one) -> logger.info(one.challenge() + " failed for " + one.domain() + ": " + one.reason() + "; "
					+ next.get(one.domain()) + " is tried next"));
		return issuance.with(tried.details()).offering(List.of()).after(Step.KEY_MADE, now);
	}

	/**
	 * Make the failure of an order for a name that nothing is left to try for.
	 */
	IssuanceException exhausted(TriedChallenges tried) {
		return this.failures.invalid(FailedChallenge.explain(tried.failed()), null);
	}

	/**
	 * Return the challenge type to try next for each name, none if there is a name that
	 * nothing is left for.
	 */
	private Map<String, String> next(Issuance issuance, Refusal refusal, TriedChallenges tried) {
		OfferedChallenges offered = OfferedChallenges.of(issuance);
		Map<String, String> next = new LinkedHashMap<>();
		for (FailedChallenge failed : refusal.failed()) {
			List<ChallengeSolver> left = this.choice.left(Domain.parse(failed.domain()), issuance.spec().challenges(),
					offered.types(failed.domain()), tried);
			if (left.isEmpty()) {
				return Map.of();
			}
			next.put(failed.domain(), left.get(0).type());
		}
		return next;
	}

}
