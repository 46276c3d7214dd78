package dev.autohttps.acme;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.challenge.Challenge;

/**
 * One way to prove control of a name (RFC 8555 section 8).
 */
public interface ChallengeSolver {

	/**
	 * Return the challenge type.
	 * @return the type, such as {@code http-01}
	 */
	String type();

	/**
	 * Return whether a name can be proven in this way.
	 * @param domain the name
	 * @return whether it can
	 */
	boolean proves(Domain domain);

	/**
	 * Return why no such challenge can be answered in this set-up.
	 * @return words that finish "tls-alpn-01 is not tried: ...", or {@code null} if
	 * nothing is in the way
	 */
	default @Nullable String impediment() {
		return null;
	}

	/**
	 * Return whether it is tried after all others, whatever the order in which they are
	 * configured.
	 * @return whether it is unlikely to succeed in this set-up
	 */
	default boolean isLastResort() {
		return false;
	}

	/**
	 * Return what the CA must be told when it looks. It is offered once it was saved, and
	 * only then the CA is told to look.
	 * @param identifier the name that is being validated, without a wildcard's {@code *.}
	 * @param challenge a challenge of this type
	 * @return the answer
	 */
	ChallengeAnswer answer(String identifier, Challenge challenge);

}
