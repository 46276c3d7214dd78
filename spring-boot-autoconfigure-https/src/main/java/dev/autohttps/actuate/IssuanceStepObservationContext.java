package dev.autohttps.actuate;

import dev.autohttps.certificate.Issuance.Step;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one step of an attempt while it is observed.
 */
public class IssuanceStepObservationContext extends Observation.Context {

	private final IssuanceObservationContext issuance;

	private @Nullable Step step;

	/**
	 * Create a new context.
	 * @param issuance of the attempt that it is a step of
	 */
	public IssuanceStepObservationContext(IssuanceObservationContext issuance) {
		this.issuance = issuance;
	}

	void reached(Step step) {
		this.step = step;
	}

	/**
	 * Return what is known of the attempt.
	 * @return the context of the attempt
	 */
	public IssuanceObservationContext getIssuance() {
		return this.issuance;
	}

	/**
	 * Return the step that was done.
	 * @return the step, or {@code null} before it is, and if the attempt ended before
	 */
	public @Nullable Step getStep() {
		return this.step;
	}

}
