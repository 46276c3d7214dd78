package dev.autohttps.actuate;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.renewal.AttemptListener;
import dev.autohttps.renewal.AttemptWatch;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the attempts to obtain certificates, and their steps.
 */
public final class IssuanceObservations implements AttemptListener {

	private static final IssuanceObservationConvention ISSUANCE = new DefaultIssuanceObservationConvention();

	private static final IssuanceStepObservationConvention STEP = new DefaultIssuanceStepObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable IssuanceObservationConvention issuance;

	private final @Nullable IssuanceStepObservationConvention step;

	/**
	 * Create new observations.
	 * @param registry where they are registered
	 * @param issuance names that of an attempt, or {@code null} for the default
	 * @param step names that of a step, or {@code null} for the default
	 */
	public IssuanceObservations(ObservationRegistry registry, @Nullable IssuanceObservationConvention issuance,
			@Nullable IssuanceStepObservationConvention step) {
		this.registry = registry;
		this.issuance = issuance;
		this.step = step;
	}

	@Override
	public AttemptWatch begun(CertificateSpec spec, String issuer, Purpose purpose) {
		IssuanceObservationContext context = new IssuanceObservationContext(spec, issuer, purpose);
		Observation observation = IssuanceObservation.ISSUANCE.observation(this.issuance, ISSUANCE, () -> context,
				this.registry);
		observation.start();
		try {
			return new ObservedAttempt(observation, context, (step) -> step(observation, step));
		}
		catch (RuntimeException ex) {
			observation.stop();
			throw ex;
		}
	}

	private Observation step(Observation issuance, IssuanceStepObservationContext context) {
		return IssuanceObservation.STEP.observation(this.step, STEP, () -> context, this.registry)
			.parentObservation(issuance)
			.start();
	}

}
