package dev.autohttps.acme;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Domains;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * What a CA is asked for (RFC 8555 section 7.4).
 *
 * @param domains the names
 * @param profile the profile, or {@code null} for the CA's default
 * @param replaces the identifier of the certificate that is to be replaced, or
 * {@code null} for none
 */
record OrderRequest(Domains domains, @Nullable String profile, @Nullable String replaces) {

	OrderRequest withoutProfile() {
		return new OrderRequest(this.domains, null, this.replaces);
	}

	OrderRequest withoutReplacement() {
		return new OrderRequest(this.domains, this.profile, null);
	}

	Order send(Login login) throws AcmeException {
		OrderBuilder builder = login.newOrder();
		for (Domain domain : this.domains) {
			builder.identifier((domain.type() == Domain.Type.IP) ? new Identifier(Identifier.TYPE_IP, domain.name())
					: Identifier.dns(domain.name()));
		}
		if (this.profile != null) {
			builder.profile(this.profile);
		}
		if (this.replaces != null) {
			builder.replaces(this.replaces);
		}
		return builder.create();
	}

}
