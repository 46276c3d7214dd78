package dev.autohttps.acme.dns;

import java.util.ArrayList;
import java.util.List;

import dev.autohttps.acme.dns.DnsAnswer.Status;

/**
 * A zone and the servers that are to be asked for what is in it.
 *
 * @param zone the zone, or what stands for it in a message
 * @param servers the servers, at least one
 */
record Authority(String zone, List<ZoneServer> servers) {

	private static final int PORT = 53;

	/**
	 * Take servers that somebody named.
	 */
	static Authority of(String name, List<String> servers) {
		return new Authority(name, servers.stream().map((one) -> new ZoneServer(one, List.of(one))).toList());
	}

	/**
	 * Find the zone that a name is in, from the name up to the one that has a SOA record,
	 * and its servers.
	 * @throws DnsRecordsException if they cannot be found
	 */
	static Authority find(Dns resolver, String name) throws DnsRecordsException {
		return find(resolver, name, PORT);
	}

	static Authority find(Dns resolver, String name, int port) throws DnsRecordsException {
		String zone = zone(resolver, name);
		List<ZoneServer> servers = new ArrayList<>();
		for (String server : ask(resolver, zone, "NS").texts()) {
			List<String> addresses = addresses(resolver, Aliases.relative(server), port);
			if (!addresses.isEmpty()) {
				servers.add(new ZoneServer(Aliases.relative(server), addresses));
			}
		}
		if (servers.isEmpty()) {
			throw DnsRecordsException.lasting(
					"no name server of the zone " + zone + " has an address. To do: look at its NS records (dig NS "
							+ zone + "), or name the servers to ask in https.acme.dns.servers",
					null);
		}
		return new Authority(zone, servers);
	}

	private static String zone(Dns resolver, String name) throws DnsRecordsException {
		for (String owner = name; !owner.isEmpty(); owner = parent(owner)) {
			// Below an alias that is the SOA record of where it leads to.
			if (ask(resolver, owner, "SOA").is(Status.FOUND) && !ask(resolver, owner, "CNAME").is(Status.FOUND)) {
				return owner;
			}
		}
		throw DnsRecordsException.lasting("no zone has the name " + name
				+ ". To do: look whether its domain is registered and delegated (dig SOA " + name
				+ "), and whether https.acme.dns.resolvers know it", null);
	}

	private static List<String> addresses(Dns resolver, String server, int port) {
		List<String> addresses = new ArrayList<>();
		for (String type : List.of("A", "AAAA")) {
			// A server of which one family cannot be told can be asked over the other.
			for (String address : resolver.ask(server, type).texts()) {
				String host = (address.indexOf(':') < 0) ? address : "[" + address + "]";
				addresses.add((port != PORT) ? host + ":" + port : host);
			}
		}
		return addresses;
	}

	private static DnsAnswer ask(Dns resolver, String name, String type) throws DnsRecordsException {
		DnsAnswer answer = resolver.ask(name, type);
		if (answer.isUnknown()) {
			throw DnsRecordsException.passing(
					"the name servers of " + name + " cannot be found: " + answer.said() + " to a question for " + type,
					null);
		}
		return answer;
	}

	private static String parent(String name) {
		int dot = name.indexOf('.');
		return (dot < 0) ? "" : name.substring(dot + 1);
	}

}
