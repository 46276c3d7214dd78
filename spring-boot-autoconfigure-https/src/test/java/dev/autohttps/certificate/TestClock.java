package dev.autohttps.certificate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that stands still until a test moves it.
 */
public final class TestClock implements InstantSource {

	/**
	 * The moment at which every test clock starts.
	 */
	public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

	private volatile Instant now = START;

	@Override
	public Instant instant() {
		return this.now;
	}

	/**
	 * Move the clock.
	 * @param duration by how much
	 */
	public void advance(Duration duration) {
		this.now = this.now.plus(duration);
	}

	/**
	 * Move the clock.
	 * @param instant to which moment
	 */
	public void set(Instant instant) {
		this.now = instant;
	}

}
