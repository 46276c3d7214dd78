package dev.autohttps.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Domains;

/**
 * Which certificate has which domain: one at most, so that it is clear what to serve.
 */
final class DomainClaims {

	private final Map<String, String> owners = new HashMap<>();

	/**
	 * Take domains for a certificate, all or none.
	 * @param name the certificate
	 * @param property where the domains come from
	 * @param domains the domains
	 */
	synchronized void claim(String name, String property, Domains domains) {
		for (Domain domain : domains) {
			String owner = this.owners.get(domain.name());
			if (owner != null) {
				throw new InvalidHttpsPropertyException(property, domain.name(),
						"Certificate '" + owner + "' has that domain already, so it is not clear which of the two "
								+ "to serve.",
						"Name the domain in one of them only; for several kinds of key, set key-types of that one.");
			}
		}
		domains.forEach((domain) -> this.owners.put(domain.name(), name));
	}

	synchronized void release(String name) {
		this.owners.values().removeIf(name::equals);
	}

}
