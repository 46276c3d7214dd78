package dev.autohttps.actuate;

import dev.autohttps.actuate.IssuanceObservation.HighCardinality;
import dev.autohttps.actuate.IssuanceObservation.LowCardinality;
import io.micrometer.common.KeyValues;

/**
 * The {@link IssuanceStepObservationConvention} unless there is another.
 */
public class DefaultIssuanceStepObservationConvention implements IssuanceStepObservationConvention {

	@Override
	public String getName() {
		return "https.issuance.step";
	}

	@Override
	public String getContextualName(IssuanceStepObservationContext context) {
		return "https issuance " + ((context.getStep() != null) ? FailureNames.id(context.getStep()) : "step");
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(IssuanceStepObservationContext context) {
		IssuanceObservationContext issuance = context.getIssuance();
		return KeyValues.of(LowCardinality.CA.withValue(issuance.getCa()),
				LowCardinality.PURPOSE.withValue(FailureNames.id(issuance.getPurpose())),
				LowCardinality.STEP.withValue(FailureNames.id(context.getStep())),
				LowCardinality.KIND.withValue(FailureNames.kind(issuance.getFailure())),
				LowCardinality.PROBLEM.withValue(FailureNames.problem(issuance.getFailure())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(IssuanceStepObservationContext context) {
		return KeyValues.of(HighCardinality.CERTIFICATE.withValue(context.getIssuance().getSpec().id().toString()),
				HighCardinality.DOMAINS.withValue(String.join(",", context.getIssuance().getSpec().domains().names())));
	}

}
