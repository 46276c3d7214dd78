package dev.autohttps.actuate;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observation of an attempt to obtain a certificate. A bean of this type takes
 * the place of {@link DefaultIssuanceObservationConvention}.
 */
public interface IssuanceObservationConvention extends ObservationConvention<IssuanceObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof IssuanceObservationContext;
	}

}
