package dev.autohttps.test;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The bounded wait for a started program to answer.
 *
 * @param name what to call the program
 * @param program the program
 * @param log where it prints to
 */
record Readiness(String name, RunningProgram program, PebbleLog log) {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

	void await(BooleanSupplier ready) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!ready.getAsBoolean()) {
			if (!this.program.isRunning()) {
				this.program.stop();
				throw new IllegalStateException(this.name + " ended at once. " + this.log.lastLines());
			}
			if (System.nanoTime() > end) {
				throw new IllegalStateException(
						this.name + " does not answer after " + PATIENCE.toSeconds() + " s. " + this.log.lastLines());
			}
			this.log.awaitLine(LOOK_AGAIN);
		}
	}

}
