package dev.autohttps.doctor;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;

/**
 * Asks at an address as a CA would.
 */
interface Probe {

	/**
	 * Return the challenge type that it asks for.
	 */
	String type();

	/**
	 * Return the port at which it asks.
	 */
	int port();

	/**
	 * Return whether it can ask for such a name.
	 */
	default boolean canAsk(Domain domain) {
		return true;
	}

	/**
	 * Ask.
	 * @param target where
	 * @param answer what this process, and no other, answers
	 */
	Sight look(Target target, ChallengeAnswer answer);

}
