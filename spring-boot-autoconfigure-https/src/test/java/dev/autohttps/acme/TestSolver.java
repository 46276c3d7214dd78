package dev.autohttps.acme;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.challenge.Challenge;

/**
 * A solver for names but wildcards that answers nothing.
 */
record TestSolver(String type, @Nullable String impediment, @Nullable String doubt) implements ChallengeSolver {

	TestSolver(String type) {
		this(type, null, null);
	}

	@Override
	public boolean proves(Domain domain) {
		return domain.type() != Domain.Type.WILDCARD;
	}

	@Override
	public ChallengeAnswer answer(String identifier, Challenge challenge) {
		throw new UnsupportedOperationException();
	}

}
