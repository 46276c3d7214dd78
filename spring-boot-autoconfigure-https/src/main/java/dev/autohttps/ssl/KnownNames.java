package dev.autohttps.ssl;

import java.util.function.Predicate;

import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;

/**
 * Lets only those clients in that ask for a name that is served, or for none: the others
 * get the alert {@code unrecognized_name} (RFC 6066 section 3).
 */
final class KnownNames extends SNIMatcher {

	private final Predicate<SNIServerName> known;

	KnownNames(Predicate<SNIServerName> known) {
		super(StandardConstants.SNI_HOST_NAME);
		this.known = known;
	}

	@Override
	public boolean matches(SNIServerName serverName) {
		return this.known.test(serverName);
	}

}
