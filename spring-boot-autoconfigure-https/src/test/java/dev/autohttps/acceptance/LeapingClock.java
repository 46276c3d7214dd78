package dev.autohttps.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that goes on by itself, and leaps where a test would have to wait.
 */
final class LeapingClock implements InstantSource {

	private volatile Duration ahead = Duration.ZERO;

	@Override
	public Instant instant() {
		return Instant.now().plus(this.ahead);
	}

	/**
	 * Leap to a moment, unless it is past.
	 */
	void leap(Instant moment) {
		Duration left = Duration.between(instant(), moment);
		if (!left.isNegative()) {
			this.ahead = this.ahead.plus(left);
		}
	}

}
