package dev.autohttps.actuate;

import java.util.List;

/**
 * Knows which servers of this application serve which certificate.
 */
@FunctionalInterface
public interface Servers {

	/**
	 * There is no server.
	 */
	Servers NONE = (certificate) -> List.of();

	/**
	 * Return the servers whose clients may see a certificate.
	 * @param certificate the configured name of the certificate
	 * @return the servers that are open now
	 */
	List<ServerDescriptor> serving(String certificate);

}
