package dev.autohttps.acme.dns;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a condition, and no longer than it takes.
 */
final class Waiting {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private Waiting() {
	}

	/**
	 * Wait until a condition is met, whose failure is the test's.
	 */
	static void until(Callable<Boolean> condition) throws Exception {
		until(condition, () -> {
		});
	}

	/**
	 * Wait until a condition is met, and do something in between.
	 */
	static void until(Callable<Boolean> condition, Runnable meanwhile) throws Exception {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (!condition.call()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("Not within " + LIMIT.toSeconds() + " s");
			}
			meanwhile.run();
			LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
		}
	}

}
