package dev.autohttps.actuate;

import dev.autohttps.actuate.IssuanceObservation.HighCardinality;
import dev.autohttps.actuate.IssuanceObservation.LowCardinality;
import io.micrometer.common.KeyValues;

/**
 * The {@link IssuanceObservationConvention} unless there is another.
 */
public class DefaultIssuanceObservationConvention implements IssuanceObservationConvention {

	@Override
	public String getName() {
		return "https.issuance";
	}

	@Override
	public String getContextualName(IssuanceObservationContext context) {
		return "https issuance";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(IssuanceObservationContext context) {
		return KeyValues.of(LowCardinality.CA.withValue(context.getCa()),
				LowCardinality.PURPOSE.withValue(FailureNames.id(context.getPurpose())),
				LowCardinality.OUTCOME.withValue(FailureNames.id(context.getOutcome())),
				LowCardinality.KIND.withValue(FailureNames.kind(context.getFailure())),
				LowCardinality.PROBLEM.withValue(FailureNames.problem(context.getFailure())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(IssuanceObservationContext context) {
		return KeyValues.of(HighCardinality.CERTIFICATE.withValue(context.getSpec().id().toString()),
				HighCardinality.DOMAINS.withValue(String.join(",", context.getSpec().domains().names())));
	}

}
