package dev.autohttps.acme.dns;

import java.time.Duration;

/**
 * How it is made sure that a CA will see what was published.
 *
 * @param ask who is asked for it
 * @param timeout how long it may take until all have it
 * @param delay how long to wait after that, before the CA is told
 * @param followCname whether a value is published where the name at which the CA asks is
 * an alias for
 */
public record Propagation(Ask ask, Duration timeout, Duration delay, boolean followCname) {

	/**
	 * Who is asked for what was published.
	 */
	public enum Ask {

		/**
		 * Each name server of the zone.
		 */
		AUTHORITATIVE,

		/**
		 * The resolvers.
		 */
		RESOLVERS,

		/**
		 * Nobody.
		 */
		NOBODY

	}

}
