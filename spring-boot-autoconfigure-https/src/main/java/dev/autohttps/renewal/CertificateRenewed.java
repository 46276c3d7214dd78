package dev.autohttps.renewal;

import java.time.Instant;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Domains;

/**
 * Published after a certificate was replaced by a newer one, once that is served.
 *
 * @param id which certificate
 * @param domains the names it is for
 * @param serial the new one's serial number in hexadecimal
 * @param notAfter the last moment at which the new one is valid
 */
public record CertificateRenewed(CertificateId id, Domains domains, String serial, Instant notAfter) {

}
