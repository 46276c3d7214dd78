package dev.autohttps.acceptance;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a condition, and no longer than it takes.
 */
final class Await {

	private Await() {
	}

	static void until(String what, Duration limit, Callable<Boolean> condition) {
		long deadline = System.nanoTime() + limit.toNanos();
		Exception last = null;
		while (System.nanoTime() < deadline) {
			try {
				if (condition.call()) {
					return;
				}
				last = null;
			}
			catch (Exception ex) {
				last = ex;
			}
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
		throw new AssertionError("Not within " + limit.toSeconds() + " s: " + what, last);
	}

}
