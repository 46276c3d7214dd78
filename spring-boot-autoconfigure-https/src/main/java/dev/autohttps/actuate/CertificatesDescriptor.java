package dev.autohttps.actuate;

import java.time.Instant;
import java.util.List;

/**
 * All certificates, as the endpoint shows them.
 *
 * @param now the present moment, by the clock that decides
 * @param operations what may be asked for: {@code renew}, {@code revoke}, {@code check},
 * or nothing if the endpoint may only be read
 * @param certificates one for each name and key type
 * @param issuers who issues them
 */
public record CertificatesDescriptor(Instant now, List<String> operations, List<CertificateDescriptor> certificates,
		List<IssuerDescriptor> issuers) {

}
