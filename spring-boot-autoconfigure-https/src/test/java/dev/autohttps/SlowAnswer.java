package dev.autohttps;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An answer that is not given before a test says so.
 */
public final class SlowAnswer {

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	String answer() {
		this.asked.countDown();
		return await(this.released) ? "at last" : "too late";
	}

	/**
	 * Wait until somebody asks.
	 * @return whether somebody did
	 */
	public boolean isAsked() {
		return await(this.asked);
	}

	public void release() {
		this.released.countDown();
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
