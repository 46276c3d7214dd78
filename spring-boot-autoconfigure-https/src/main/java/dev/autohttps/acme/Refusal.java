package dev.autohttps.acme;

import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * What the CA says of an order that it does not fulfil.
 *
 * @param failed the challenges that failed
 * @param undecided whether there are other names that the CA is still looking at
 * @param error what it says of the order as a whole
 */
record Refusal(List<FailedChallenge> failed, boolean undecided, @Nullable Problem error) {

	static Refusal of(Order order) throws AcmeException {
		List<FailedChallenge> failed = new ArrayList<>();
		boolean undecided = false;
		for (Authorization authorization : order.getAuthorizations()) {
			authorization.fetch();
			Status status = authorization.getStatus();
			List<FailedChallenge> here = (status != Status.VALID) ? failed(authorization) : List.of();
			undecided |= status == Status.PENDING && here.isEmpty();
			failed.addAll(here);
		}
		return new Refusal(failed, undecided && !failed.isEmpty(),
				order.getError().map(AcmeFailures::problem).orElse(null));
	}

	/**
	 * Return all that is known of the reasons.
	 */
	List<Problem> problems() {
		if (this.failed.isEmpty()) {
			return (this.error != null) ? List.of(this.error) : List.of();
		}
		return FailedChallenge.explain(this.failed);
	}

	/**
	 * Return the name that an authorization is for.
	 */
	static Domain domain(Authorization authorization) {
		String identifier = AcmeFailures.name(authorization.getIdentifier());
		return Domain.parse(authorization.isWildcard() ? "*." + identifier : identifier);
	}

	private static List<FailedChallenge> failed(Authorization authorization) {
		List<FailedChallenge> failed = new ArrayList<>();
		for (Challenge challenge : authorization.getChallenges()) {
			if (challenge.getStatus() == Status.INVALID || challenge.getError().isPresent()) {
				Problem problem = challenge.getError()
					.map(AcmeFailures::problem)
					.orElseGet(() -> new Problem("about:blank", null, null, List.of()));
				failed.add(new FailedChallenge(domain(authorization).name(), challenge.getType(), problem));
			}
		}
		return failed;
	}

}
