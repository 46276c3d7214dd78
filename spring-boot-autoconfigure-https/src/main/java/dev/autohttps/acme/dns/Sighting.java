package dev.autohttps.acme.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.autohttps.acme.dns.DnsAnswer.Status;
import dev.autohttps.certificate.Line;

/**
 * What one server said when it was asked for a value.
 *
 * @param server the server
 * @param verdict what it means
 * @param said what it said, for people
 */
record Sighting(String server, Verdict verdict, String said) {

	/**
	 * It may be that another server has the name as a zone.
	 */
	static final String NO_RECORD = "has no such record";

	private static final int MOST = 3;

	/**
	 * Ask a server at all of its addresses. Those that do not answer may lie beyond what
	 * this machine can reach, as IPv6 often does.
	 */
	static Sighting of(ZoneServer server, TxtRecord record) {
		List<Sighting> mute = new ArrayList<>();
		Sighting seen = null;
		for (String address : server.addresses()) {
			Sighting one = of(server.toString(), Dns.server(address), record);
			if (one.verdict() == Verdict.LACKS) {
				return one;
			}
			if (one.verdict() == Verdict.HAS) {
				seen = one;
			}
			else {
				mute.add(one);
			}
		}
		if (server.addresses().isEmpty()) {
			return new Sighting(server.name(), Verdict.MUTE, "its address cannot be found");
		}
		return (seen != null) ? seen : new Sighting(server.toString(), Verdict.MUTE,
				mute.stream().map(Sighting::said).distinct().collect(Collectors.joining(", ")));
	}

	/**
	 * Ask a server.
	 */
	static Sighting of(String label, Dns server, TxtRecord record) {
		DnsAnswer answer = server.ask(record.name(), "TXT");
		if (answer.isUnknown()) {
			return new Sighting(label, Verdict.MUTE, answer.said());
		}
		List<String> values = answer.texts();
		if (values.contains(record.value())) {
			return new Sighting(label, Verdict.HAS, "has it");
		}
		return new Sighting(label, Verdict.LACKS,
				answer.is(Status.FOUND)
						? "has only " + values.stream()
							.limit(MOST)
							.map((value) -> "\"" + Line.of(value, 60) + "\"")
							.collect(Collectors.joining(", ")) + ((values.size() > MOST) ? ", …" : "")
						: answer.is(Status.NO_NAME) ? "knows no such name (NXDOMAIN)" : NO_RECORD);
	}

	@Override
	public String toString() {
		return this.server + ": " + this.said;
	}

	/**
	 * What it means for the CA.
	 */
	enum Verdict {

		/**
		 * It has the value.
		 */
		HAS,

		/**
		 * It would answer the CA without the value.
		 */
		LACKS,

		/**
		 * It does not say. A CA that gets no answer from it either asks another one.
		 */
		MUTE

	}

}
