package dev.autohttps.renewal;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.RevocationReason;

/**
 * Published after a certificate was revoked on demand.
 *
 * @param id which certificate
 * @param domains the names it was for
 * @param serial its serial number in hexadecimal
 * @param reason why it was revoked
 */
public record CertificateRevoked(CertificateId id, Domains domains, String serial, RevocationReason reason) {

}
