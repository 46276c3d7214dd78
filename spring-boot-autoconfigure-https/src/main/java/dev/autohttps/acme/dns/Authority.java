package dev.autohttps.acme.dns;

import java.util.ArrayList;
import java.util.List;

import dev.autohttps.acme.dns.DnsAnswer.Status;

/**
 * The servers that are to be asked for what is in a zone.
 *
 * @param whose whose they are, such as {@code the zone shop.example}
 * @param servers the servers, at least one
 */
record Authority(String whose, List<ZoneServer> servers) {

	/**
	 * Take servers that somebody named.
	 */
	static Authority of(List<String> servers) {
		return new Authority("https.acme.dns.servers",
				servers.stream().map((one) -> new ZoneServer(one, List.of(one))).toList());
	}

	/**
	 * Ask the servers in turn for the records of a name, until one has them: another may
	 * not have got them yet.
	 */
	DnsAnswer ask(String name, String type) {
		List<String> said = new ArrayList<>();
		DnsAnswer without = null;
		for (ZoneServer server : this.servers) {
			for (String address : server.addresses()) {
				DnsAnswer answer = Dns.server(address).ask(name, type);
				if (answer.is(Status.FOUND)) {
					return answer;
				}
				if (!answer.isUnknown()) {
					without = answer;
					break;
				}
				said.add(answer.said());
			}
		}
		return (without != null) ? without : new DnsAnswer(Status.SILENT, List.of(), String.join(", ", said));
	}

}
