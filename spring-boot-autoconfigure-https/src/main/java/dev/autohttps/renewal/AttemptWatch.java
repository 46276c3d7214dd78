package dev.autohttps.renewal;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.Issuance.Step;
import org.jspecify.annotations.Nullable;

/**
 * Is told how one attempt goes on. Its methods are called one after the other, though
 * perhaps by several threads.
 */
public interface AttemptWatch {

	/**
	 * Wants to know nothing.
	 */
	AttemptWatch NONE = new AttemptWatch() {
	};

	/**
	 * Called before something is done for the next step, in the thread that does it.
	 * @return closed by the same thread when that is done, whether it came to the step or
	 * not
	 */
	default Work working() {
		return () -> {
		};
	}

	/**
	 * Called when a step was done.
	 * @param step the step
	 */
	default void reached(Step step) {
	}

	/**
	 * Called once, at the end.
	 * @param outcome what became of it; {@link Outcome#UNDER_WAY} if it was only let go,
	 * so that this or another process takes it up again
	 * @param failure what happened, or {@code null} unless it failed
	 */
	default void ended(Outcome outcome, @Nullable Failure failure) {
	}

	/**
	 * Something that is being done.
	 */
	@FunctionalInterface
	interface Work extends AutoCloseable {

		@Override
		void close();

	}

}
