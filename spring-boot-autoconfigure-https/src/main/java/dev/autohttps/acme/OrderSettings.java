package dev.autohttps.acme;

import org.jspecify.annotations.Nullable;

/**
 * How certificates are ordered.
 *
 * @param preferredChain the common name of an issuer to which the chain is to lead, or
 * {@code null} for the chain that the CA prefers
 * @param profileRequired whether nothing is ordered where the CA does not offer the
 * profile that is wanted
 */
public record OrderSettings(@Nullable String preferredChain, boolean profileRequired) {

	/**
	 * What the CA prefers, and no other profile than the one that is wanted.
	 */
	public static final OrderSettings DEFAULT = new OrderSettings(null, true);

}
