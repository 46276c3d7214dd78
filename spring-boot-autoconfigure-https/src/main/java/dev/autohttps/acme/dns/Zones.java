package dev.autohttps.acme.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.autohttps.acme.dns.DnsAnswer.Status;

/**
 * The zones of the DNS and their servers, as resolvers find them.
 *
 * @param resolver finds them
 * @param port the port at which the servers are
 */
record Zones(Dns resolver, int port) {

	private static final int PORT = 53;

	Zones(Dns resolver) {
		this(resolver, PORT);
	}

	/**
	 * Find the servers of the zone that has what is below a name: from the name up to the
	 * first that has a SOA record.
	 * @throws DnsRecordsException if they cannot be found
	 */
	Authority of(String name) throws DnsRecordsException {
		String zone = zone(name);
		List<ZoneServer> servers = ask(zone, "NS").texts()
			.stream()
			.map((server) -> new ZoneServer(relative(server), addresses(relative(server))))
			.toList();
		if (servers.stream().allMatch((server) -> server.addresses().isEmpty())) {
			throw DnsRecordsException.lasting(
					"no name server of the zone " + zone + " has an address. To do: look at its NS records (dig NS "
							+ zone + "), or name the servers to ask in https.acme.dns.servers",
					null);
		}
		return new Authority("the zone " + zone, servers);
	}

	private String zone(String name) throws DnsRecordsException {
		for (String owner = name; !owner.isEmpty(); owner = parent(owner)) {
			// Below an alias that is the SOA record of where it leads to.
			if (ask(owner, "SOA").is(Status.FOUND) && !ask(owner, "CNAME").is(Status.FOUND)) {
				return owner;
			}
		}
		throw DnsRecordsException.lasting("no zone has the name " + name
				+ ". To do: look whether its domain is registered and delegated (dig SOA " + name
				+ "), and whether https.acme.dns.resolvers know it", null);
	}

	private List<String> addresses(String server) {
		List<String> addresses = new ArrayList<>();
		for (String type : List.of("A", "AAAA")) {
			// A server of which one family cannot be told can be asked over the other,
			// and
			// one that has none at all says nothing.
			for (String address : this.resolver.ask(server, type).texts()) {
				String host = (address.indexOf(':') < 0) ? address : "[" + address + "]";
				addresses.add((this.port != PORT) ? host + ":" + this.port : host);
			}
		}
		return addresses;
	}

	private DnsAnswer ask(String name, String type) throws DnsRecordsException {
		DnsAnswer answer = this.resolver.ask(name, type);
		if (answer.isUnknown()) {
			throw DnsRecordsException.passing(
					"the name servers of " + name + " cannot be found: " + answer.said() + " to a question for " + type,
					null);
		}
		return answer;
	}

	/**
	 * Return the name above a name, empty for one without a dot.
	 */
	static String parent(String name) {
		int dot = name.indexOf('.');
		return (dot < 0) ? "" : name.substring(dot + 1);
	}

	/**
	 * Return a name as it is written without the dot at its end.
	 */
	static String relative(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
	}

}
