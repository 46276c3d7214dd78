package dev.autohttps.renewal;

import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateSpec;

/**
 * Decides whether a certificate that the application asks for at run time can be had, and
 * who issues it: the seam to what is configured.
 */
public interface CertificateClaims {

	/**
	 * Take the name and the domains of a certificate for it, so that no other can have
	 * them.
	 * @param request what is wanted
	 * @return a specification for each key type, with who may issue it in the order in
	 * which they are asked
	 * @throws IllegalArgumentException if it cannot be had; the message says why and what
	 * to do, and nothing was taken
	 */
	Map<CertificateSpec, List<IssuerChoice>> claim(CertificateRequest request);

	/**
	 * Give back what was taken.
	 * @param name the name of the certificate
	 */
	void release(String name);

}
