package dev.autohttps.autoconfigure;

import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.CertificateSpec;

/**
 * A certificate that is wanted, and who is to issue it.
 *
 * @param spec the certificate
 * @param issuer who issues it
 */
record WantedCertificate(CertificateSpec spec, Issuer issuer) {

}
