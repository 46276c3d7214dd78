package dev.autohttps.renewal;

import java.time.Instant;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.RenewalNotes;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with one certificate at this moment, without a secret but what
 * {@link LiveCertificate} holds.
 *
 * @param spec the certificate that is wanted
 * @param issuer who issues it, for people
 * @param state how it stands
 * @param live what is served, or {@code null} if nothing was loaded yet
 * @param nextAttempt the moment at which the next one is sought, or the present one while
 * that is going on
 * @param cause what decides it
 * @param reason why it is that moment, for people
 * @param step how far the attempt that is going on has come, or {@code null} if there is
 * none
 * @param failure the last failure, or {@code null} if the last attempt succeeded
 * @param notes what is known of the certificate that is served beside itself, or
 * {@code null} while it is a placeholder
 */
public record CertificateStatus(CertificateSpec spec, String issuer, CertificateState state,
		@Nullable LiveCertificate live, Instant nextAttempt, Renewal.Cause cause, String reason,
		Issuance.@Nullable Step step, @Nullable Failure failure, @Nullable RenewalNotes notes) {

}
