package dev.autohttps.acme.dns.rfc2136;

import java.util.stream.Stream;

import dev.autohttps.acme.dns.DnsRecordsException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The search for the zone that a name is in, at the server that is to change it, which
 * may have another view of the DNS than resolvers.
 *
 * @param server the server
 */
record Rfc2136ZoneSearch(Rfc2136Server server) {

	/**
	 * Climb from a name towards the root until the server names a zone.
	 */
	Name zoneOf(Name name) throws DnsRecordsException, InterruptedException {
		for (Name owner = name; !owner.equals(Name.root); owner = new Name(owner, 1)) {
			Message answer = this.server.soa(owner, name);
			Name zone = zone(answer, owner);
			if (zone != null) {
				return zone;
			}
			if (isReferral(answer)) {
				break;
			}
		}
		throw this.server.failures().noZone(name);
	}

	// Where an alias was followed, the SOA is that of the zone in which it ended.
	private static @Nullable Name zone(Message answer, Name owner) {
		if (has(answer, Section.ANSWER, Type.CNAME)) {
			return null;
		}
		return Stream.concat(answer.getSection(Section.ANSWER).stream(), answer.getSection(Section.AUTHORITY).stream())
			.filter((record) -> record.getType() == Type.SOA)
			.map(Record::getName)
			.filter(owner::subdomain)
			.findFirst()
			.orElse(null);
	}

	private static boolean isReferral(Message answer) {
		return answer.getSection(Section.ANSWER).isEmpty() && has(answer, Section.AUTHORITY, Type.NS);
	}

	private static boolean has(Message answer, int section, int type) {
		return answer.getSection(section).stream().anyMatch((record) -> record.getType() == type);
	}

}
