package dev.autohttps.acme.dns;

import java.time.Duration;

/**
 * Says how long something may take.
 */
final class Span {

	private Span() {
	}

	static String of(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
