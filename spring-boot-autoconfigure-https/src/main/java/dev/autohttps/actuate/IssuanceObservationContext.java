package dev.autohttps.actuate;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.renewal.AttemptListener.Purpose;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one attempt to obtain a certificate while it is observed.
 */
public class IssuanceObservationContext extends Observation.Context {

	private final CertificateSpec spec;

	private final String ca;

	private final Purpose purpose;

	private Outcome outcome = Outcome.UNDER_WAY;

	private @Nullable Failure failure;

	/**
	 * Create a new context.
	 * @param spec the certificate that is wanted
	 * @param ca who is asked, for people
	 * @param purpose what the attempt is for
	 */
	public IssuanceObservationContext(CertificateSpec spec, String ca, Purpose purpose) {
		this.spec = spec;
		this.ca = ca;
		this.purpose = purpose;
	}

	void ended(Outcome outcome, @Nullable Failure failure) {
		this.outcome = outcome;
		this.failure = failure;
	}

	/**
	 * Return the certificate that is wanted.
	 * @return what is wanted
	 */
	public CertificateSpec getSpec() {
		return this.spec;
	}

	/**
	 * Return who is asked.
	 * @return the URL of a directory, or {@code local CA}
	 */
	public String getCa() {
		return this.ca;
	}

	/**
	 * Return what the attempt is for.
	 * @return the purpose
	 */
	public Purpose getPurpose() {
		return this.purpose;
	}

	/**
	 * Return what became of it.
	 * @return the outcome; {@link Outcome#UNDER_WAY} before the end, and when it was only
	 * let go
	 */
	public Outcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Return what happened.
	 * @return the failure, or {@code null} unless it failed
	 */
	public @Nullable Failure getFailure() {
		return this.failure;
	}

}
