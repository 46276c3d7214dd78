package dev.autohttps.acme.dns;

import java.util.List;

/**
 * Who changes the DNS for the names of some zones, and who is asked for what was changed.
 *
 * @param zones the zones, in lower case and without a dot at the end; none for all names
 * @param records changes the DNS
 * @param servers the name servers to ask, each HOST or HOST:PORT, in place of those that
 * the zone names; none for those
 */
public record DnsRoute(List<String> zones, DnsRecords records, List<String> servers) {

	public DnsRoute {
		zones = List.copyOf(zones);
		servers = List.copyOf(servers);
	}

	/**
	 * Return how many characters of a name are one of the zones: the more, the closer.
	 * @return the number, or -1 if the name is in none of them
	 */
	int closeness(String name) {
		return this.zones.isEmpty() ? 0
				: this.zones.stream()
					.filter((zone) -> name.equals(zone) || name.endsWith("." + zone))
					.mapToInt(String::length)
					.max()
					.orElse(-1);
	}

}
