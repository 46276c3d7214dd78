package dev.autohttps.actuate;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.renewal.AttemptListener;
import dev.autohttps.renewal.AttemptWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts the attempts to obtain certificates by what became of them.
 */
public final class AttemptMeters implements AttemptListener {

	private final MeterRegistry registry;

	/**
	 * Create new meters.
	 * @param registry where they are registered
	 */
	public AttemptMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public AttemptWatch begun(CertificateSpec spec, String issuer, Purpose purpose) {
		return new AttemptWatch() {

			@Override
			public void ended(Outcome outcome, @Nullable Failure failure) {
				// What was only let go is counted when it ends.
				if (outcome != Outcome.UNDER_WAY) {
					count(spec.id(), outcome, failure);
				}
			}

		};
	}

	private void count(CertificateId id, Outcome outcome, @Nullable Failure failure) {
		Counter.builder("https.certificate.attempts")
			.description("Attempts to obtain a certificate")
			.tags("certificate", id.name(), "key.type", id.keyType().id(), "outcome", FailureNames.id(outcome), "kind",
					FailureNames.kind(failure), "problem", FailureNames.problem(failure))
			.register(this.registry)
			.increment();
	}

}
