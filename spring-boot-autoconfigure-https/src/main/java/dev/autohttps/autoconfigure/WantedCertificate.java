package dev.autohttps.autoconfigure;

import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.CertificateSpec;

/**
 * A certificate that is wanted, who is to issue it, and where that was said.
 *
 * @param spec the certificate
 * @param issuer who issues it
 * @param domainsProperty the property that has its domains
 * @param challengesProperty the property that has its challenges
 */
record WantedCertificate(CertificateSpec spec, Issuer issuer, String domainsProperty, String challengesProperty) {

}
