package dev.autohttps.acme.dns;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.autohttps.acme.dns.DnsAnswer.Status;

/**
 * The aliases (CNAME) that lead from the name at which a CA asks to the one that has the
 * value.
 */
final class Aliases {

	private static final int MOST = 10;

	private final Asking asking;

	/**
	 * Create new aliases.
	 * @param asking asks for the CNAME record of a name
	 */
	Aliases(Asking asking) {
		this.asking = asking;
	}

	/**
	 * Follow the aliases of a name.
	 * @return the name at their end, the same if it is no alias
	 * @throws DnsRecordsException if that cannot be told, or if they have no end
	 */
	String follow(String name) throws DnsRecordsException {
		Set<String> passed = new LinkedHashSet<>();
		String current = name;
		while (passed.size() <= MOST && passed.add(current)) {
			DnsAnswer answer = this.asking.ask(current);
			if (answer.isUnknown()) {
				throw DnsRecordsException.passing("it cannot be told whether " + current + " is an alias (CNAME): "
						+ answer.said()
						+ ". To do if that lasts: look whether this machine may ask the name servers of the zone (a "
						+ "firewall may let no DNS out: https.acme.dns.propagation.ask=resolvers asks the resolvers "
						+ "instead)", null);
			}
			if (!answer.is(Status.FOUND)) {
				return current;
			}
			current = Zones.relative(answer.texts().get(0));
		}
		throw DnsRecordsException
			.lasting("the aliases (CNAME) of " + name + " have no end: " + String.join(" -> ", passed) + " -> "
					+ current + ". To do: let " + name + " be an alias for a name that is none", null);
	}

	/**
	 * Asks for the CNAME record of a name.
	 */
	interface Asking {

		DnsAnswer ask(String name) throws DnsRecordsException;

	}

}
