package dev.autohttps.acme;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.IssuanceException;

/**
 * What can be asked about a CA before it is asked for a certificate.
 */
public interface CertificateAuthority {

	/**
	 * Return whether it is one of the known public CAs, which sees the same DNS as
	 * everybody. A private one may have a view of its own.
	 * @return whether it is
	 */
	boolean isPublic();

	/**
	 * Ask it for its directory.
	 * @return what it says
	 * @throws IssuanceException if it cannot be asked
	 */
	CaFacts facts() throws IssuanceException;

	/**
	 * Find out whether its rate limits, as far as they are counted here, leave room for
	 * an order.
	 * @param spec the certificate that is wanted
	 * @throws IssuanceException with the moment at which there is room, if there is none
	 * now
	 */
	default void requireBudget(CertificateSpec spec) throws IssuanceException {
	}

}
