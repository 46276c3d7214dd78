package dev.autohttps.renewal;

import java.time.Instant;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Domains;

/**
 * Published after a certificate was obtained where there was none, once it is served.
 *
 * @param id which certificate
 * @param domains the names it is for
 * @param serial its serial number in hexadecimal
 * @param notAfter the last moment at which it is valid
 */
public record CertificateIssued(CertificateId id, Domains domains, String serial, Instant notAfter) {

}
