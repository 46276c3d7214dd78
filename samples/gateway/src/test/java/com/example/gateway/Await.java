package com.example.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * The bounded wait for something that comes true by itself.
 */
final class Await {

	private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

	private Await() {
	}

	/**
	 * Wait until a condition holds; that it cannot be looked at counts as no.
	 */
	static void until(String what, Duration patience, Callable<Boolean> condition) {
		long end = System.nanoTime() + patience.toNanos();
		Exception last = null;
		while (System.nanoTime() < end) {
			try {
				if (condition.call()) {
					return;
				}
			}
			catch (IOException ex) {
				last = ex;
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			LockSupport.parkNanos(LOOK_AGAIN.toNanos());
		}
		throw new AssertionError("In vain waited " + patience.toSeconds() + " s for " + what, last);
	}

}
