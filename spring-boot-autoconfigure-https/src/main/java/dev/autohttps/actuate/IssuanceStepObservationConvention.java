package dev.autohttps.actuate;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observation of one step of an attempt. A bean of this type takes the place of
 * {@link DefaultIssuanceStepObservationConvention}.
 */
public interface IssuanceStepObservationConvention extends ObservationConvention<IssuanceStepObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof IssuanceStepObservationContext;
	}

}
