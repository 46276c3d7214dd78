package dev.autohttps.actuate;

import java.util.function.Function;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.renewal.AttemptWatch;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is observed, with an observation of its own for the step that is taken.
 */
final class ObservedAttempt implements AttemptWatch {

	private final Observation issuance;

	private final IssuanceObservationContext context;

	private final Function<IssuanceStepObservationContext, Observation> steps;

	private @Nullable Observation step;

	private IssuanceStepObservationContext stepContext;

	/**
	 * Create a new instance.
	 * @param issuance the observation of the attempt, which was started
	 * @param context its context
	 * @param steps starts that of a step
	 */
	ObservedAttempt(Observation issuance, IssuanceObservationContext context,
			Function<IssuanceStepObservationContext, Observation> steps) {
		this.issuance = issuance;
		this.context = context;
		this.steps = steps;
		this.stepContext = new IssuanceStepObservationContext(context);
		this.step = steps.apply(this.stepContext);
	}

	@Override
	public Work working() {
		Observation current = (this.step != null) ? this.step : this.issuance;
		return current.openScope()::close;
	}

	@Override
	public void reached(Step step) {
		if (this.step != null) {
			this.stepContext.reached(step);
			this.step.stop();
			this.step = null;
		}
		if (step != Step.ISSUED) {
			this.stepContext = new IssuanceStepObservationContext(this.context);
			this.step = this.steps.apply(this.stepContext);
		}
	}

	@Override
	public void ended(Outcome outcome, @Nullable Failure failure) {
		this.context.ended(outcome, failure);
		if (this.step != null) {
			end(this.step, failure);
			this.step = null;
		}
		end(this.issuance, failure);
	}

	private static void end(Observation observation, @Nullable Failure failure) {
		if (failure != null) {
			observation.error(new IssuanceException(failure.message(), failure.kind(), false, failure.retryAt(),
					failure.problem(), null));
		}
		observation.stop();
	}

}
