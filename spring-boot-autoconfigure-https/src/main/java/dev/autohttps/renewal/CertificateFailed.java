package dev.autohttps.renewal;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Failure;

/**
 * Published after an attempt to obtain a certificate failed. What was served before still
 * is.
 *
 * @param id which certificate
 * @param domains the names it is for
 * @param failure what happened, and when it is tried again
 */
public record CertificateFailed(CertificateId id, Domains domains, Failure failure) {

}
