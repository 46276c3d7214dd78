package dev.autohttps.acme.dns;

import java.util.List;

/**
 * A name server, which may have several addresses.
 *
 * @param name its name, or its address if that is all that is known
 * @param addresses its addresses, each with a port unless it is 53
 */
record ZoneServer(String name, List<String> addresses) {

	@Override
	public String toString() {
		return (this.addresses.isEmpty() || this.addresses.equals(List.of(this.name))) ? this.name
				: this.name + " (" + String.join(", ", this.addresses) + ")";
	}

}
