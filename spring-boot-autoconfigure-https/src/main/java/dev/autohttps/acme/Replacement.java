package dev.autohttps.acme;

import java.security.cert.X509Certificate;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The certificate that another one is to replace (RFC 9773 section 5), as an issuance
 * remembers it.
 */
final class Replacement {

	private Replacement() {
	}

	/**
	 * Return what an issuance has to remember.
	 * @param former the certificate that is to be replaced
	 * @param details what the issuance that ended with it remembered
	 */
	static Map<String, String> of(X509Certificate former, Map<String, String> details) {
		String identifier = RenewalIdentifier.of(former);
		String account = details.get(OrderDetails.ACCOUNT);
		return (identifier != null && account != null)
				? Map.of(OrderDetails.REPLACES, identifier, OrderDetails.REPLACES_ACCOUNT, account) : Map.of();
	}

	/**
	 * Return what to tell the CA. It refuses the word of any other account, and one that
	 * does not know of renewals may refuse it from all.
	 * @param details what the issuance remembers
	 * @return the identifier of a certificate, or {@code null} to tell it nothing
	 */
	static @Nullable String toTell(Map<String, String> details, Login login) throws AcmeException {
		boolean same = login.getAccountLocation().toString().equals(details.get(OrderDetails.REPLACES_ACCOUNT));
		return (same && login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isPresent())
				? details.get(OrderDetails.REPLACES) : null;
	}

}
