package dev.autohttps.acme.dns;

/**
 * A TXT value that answers a dns-01 challenge (RFC 8555 section 8.4).
 *
 * @param name the name that is to have it, in lower case and without a dot at the end:
 * {@code challengeName}, or what that is an alias (CNAME) for
 * @param value the value, 43 characters of base64url
 * @param challengeName the name at which the CA asks, such as
 * {@code _acme-challenge.shop.example}
 */
public record TxtRecord(String name, String value, String challengeName) {

	/**
	 * Return whether the name at which the CA asks is an alias for another.
	 * @return whether the value is published elsewhere
	 */
	public boolean isDelegated() {
		return !this.name.equals(this.challengeName);
	}

}
