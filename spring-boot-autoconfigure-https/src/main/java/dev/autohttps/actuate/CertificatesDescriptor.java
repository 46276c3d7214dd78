package dev.autohttps.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.Problem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import org.jspecify.annotations.Nullable;

/**
 * All certificates, as the endpoint shows them.
 *
 * @param certificates one for each name and key type
 */
public record CertificatesDescriptor(List<CertificateDescriptor> certificates) {

	/**
	 * How it stands with one certificate.
	 *
	 * @param name its configured name, which is that of its SSL bundle
	 * @param domains the names that are wanted in it
	 * @param keyType the key type that is wanted
	 * @param state how it stands
	 * @param issuer who issues it: a directory URL, or {@code local CA}
	 * @param served what clients see, or {@code null} before anything was loaded
	 * @param renewal when the next one is sought
	 * @param failure the last failure, or {@code null} if the last attempt succeeded
	 */
	public record CertificateDescriptor(String name, List<String> domains, String keyType, CertificateState state,
			String issuer, @Nullable ServedDescriptor served, RenewalDescriptor renewal,
			@Nullable FailureDescriptor failure) {

		static CertificateDescriptor of(CertificateStatus status) {
			LiveCertificate live = status.live();
			return new CertificateDescriptor(status.spec().id().name(), status.spec().domains().names(),
					status.spec().id().keyType().id(), status.state(), status.issuer(),
					(live != null) ? ServedDescriptor.of(live) : null,
					new RenewalDescriptor(status.nextAttempt(), status.reason(),
							(status.step() != null) ? status.step().name() : null),
					(status.failure() != null) ? FailureDescriptor.of(status.failure()) : null);
		}

	}

	/**
	 * A certificate that is served.
	 *
	 * @param standing what it is worth to a client
	 * @param subject its subject
	 * @param issuer the subject of the certificate that signed it
	 * @param domains the names it is for, by its own account
	 * @param serial its serial number in hexadecimal
	 * @param fingerprint its SHA-256 fingerprint in hexadecimal
	 * @param notBefore the first moment at which it is valid
	 * @param notAfter the last moment at which it is valid
	 */
	public record ServedDescriptor(Standing standing, String subject, String issuer, List<String> domains,
			String serial, String fingerprint, Instant notBefore, Instant notAfter) {

		static ServedDescriptor of(LiveCertificate live) {
			ServerCertificate certificate = live.certificate();
			return new ServedDescriptor(live.standing(), certificate.leaf().getSubjectX500Principal().getName(),
					certificate.leaf().getIssuerX500Principal().getName(), certificate.names(), certificate.serial(),
					certificate.alias(), certificate.notBefore(), certificate.notAfter());
		}

	}

	/**
	 * When the next certificate is sought.
	 *
	 * @param nextAttempt the moment
	 * @param reason why it is that moment
	 * @param step how far the attempt that is going on has come, or {@code null} if there
	 * is none
	 */
	public record RenewalDescriptor(Instant nextAttempt, String reason, @Nullable String step) {

	}

	/**
	 * A failure to obtain a certificate.
	 *
	 * @param count how many there were in a row
	 * @param kind what will help
	 * @param message what happened
	 * @param at when it happened
	 * @param retryAt the moment before which it is not tried again
	 * @param problem the CA's problem document, or {@code null} if there is none
	 */
	public record FailureDescriptor(int count, String kind, String message, Instant at, Instant retryAt,
			@Nullable Problem problem) {

		static FailureDescriptor of(Failure failure) {
			return new FailureDescriptor(failure.count(), failure.kind().name().toLowerCase(Locale.ROOT),
					failure.message(), failure.at(), failure.retryAt(), failure.problem());
		}

	}

}
