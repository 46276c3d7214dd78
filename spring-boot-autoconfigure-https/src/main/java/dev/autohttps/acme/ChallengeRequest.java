package dev.autohttps.acme;

import java.net.URL;

import dev.autohttps.certificate.Domain;
import org.shredzone.acme4j.challenge.Challenge;

/**
 * What the CA asks to have control of a name proven.
 *
 * @param domain the name, a wildcard with its {@code *.}
 * @param challenge one of the challenges that the CA offers for it
 * @param account the URL of the account that ordered
 */
public record ChallengeRequest(Domain domain, Challenge challenge, URL account) {

	/**
	 * Return the name that is being validated.
	 * @return the name without a wildcard's {@code *.}
	 */
	public String identifier() {
		return this.domain.identifier();
	}

}
