package dev.autohttps.renewal;

import java.time.Instant;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Published once for a certificate that is still served although little of its lifetime
 * is left, by each process that serves it.
 *
 * @param id which certificate
 * @param domains the names it is for
 * @param serial its serial number in hexadecimal
 * @param notAfter the last moment at which it is valid
 * @param failure why there is no other yet, or {@code null} if nothing failed
 */
public record CertificateExpiring(CertificateId id, Domains domains, String serial, Instant notAfter,
		@Nullable Failure failure) {

}
