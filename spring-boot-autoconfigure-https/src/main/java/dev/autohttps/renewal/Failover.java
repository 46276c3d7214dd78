package dev.autohttps.renewal;

import java.time.Duration;

import dev.autohttps.certificate.Failure;

/**
 * Decides when the next CA is asked in place of one that fails: when waiting will not
 * mend it soon, or when there is no time to wait.
 */
final class Failover {

	/**
	 * About two hours and a half of a CA that is in trouble.
	 */
	private static final int PERSISTENT = 13;

	private static final int PERSISTENT_IN_EMERGENCY = 3;

	private static final Duration LONG = Duration.ofHours(1);

	private Failover() {
	}

	static boolean isGivenUp(Failure failure, boolean emergency) {
		return switch (failure.kind()) {
			case TERMS -> true;
			case ACTION_REQUIRED, PREVENTED, INTERNAL -> emergency || failure.count() > 1;
			case RATE_LIMITED -> emergency || Duration.between(failure.at(), failure.retryAt()).compareTo(LONG) > 0;
			case UNAVAILABLE -> failure.count() >= (emergency ? PERSISTENT_IN_EMERGENCY : PERSISTENT);
			// No CA can help then.
			case STORE, DNS -> false;
		};
	}

}
