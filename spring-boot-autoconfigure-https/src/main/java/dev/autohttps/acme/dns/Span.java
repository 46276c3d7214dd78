package dev.autohttps.acme.dns;

import java.time.Duration;

/**
 * Says how long something may take.
 */
public final class Span {

	private Span() {
	}

	/**
	 * Return a time for people.
	 * @param duration the time
	 * @return whole minutes, else seconds or milliseconds
	 */
	public static String of(Duration duration) {
		if (duration.toSeconds() >= 120 && duration.toMillis() % 60_000 == 0) {
			return duration.toMinutes() + " min";
		}
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
