package dev.autohttps.doctor;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.autohttps.acme.dns.Dns;
import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.acme.dns.DnsAnswer.Status;
import org.jspecify.annotations.Nullable;

/**
 * The CAA records that hold for a name.
 *
 * @param owner the name that has them, itself or one above it
 * @param records the records, none if anybody may issue
 * @param trouble why they cannot be told, or {@code null} if they can
 */
record CaaRecords(String owner, List<CaaRecord> records, @Nullable String trouble) {

	/**
	 * CAA has a number only, since the JDK does not know it by name.
	 */
	private static final String TYPE = "257";

	CaaRecords {
		records = List.copyOf(records);
	}

	/**
	 * Climb from a name towards the root until there are records (RFC 8659 section 3).
	 */
	static CaaRecords find(Dns dns, String name) {
		for (String owner = name; !owner.isEmpty(); owner = parent(owner)) {
			DnsAnswer answer = dns.ask(owner, TYPE);
			if (answer.isUnknown()) {
				return unknown(owner, answer.said());
			}
			if (answer.is(Status.FOUND)) {
				return new CaaRecords(owner,
						answer.values()
							.stream()
							.map((value) -> (value instanceof byte[] data) ? CaaRecord.parse(data) : null)
							.filter(Objects::nonNull)
							.sorted((one, other) -> one.toString().compareTo(other.toString()))
							.toList(),
						null);
			}
		}
		return new CaaRecords(name, List.of(), null);
	}

	static CaaRecords unknown(String owner, String trouble) {
		return new CaaRecords(owner, List.of(), trouble);
	}

	/**
	 * Return those that say who may issue (RFC 8659 sections 4.2 and 4.3).
	 */
	List<CaaRecord> issue(boolean wildcard) {
		List<CaaRecord> wild = wildcard ? tagged("issuewild") : List.of();
		return wild.isEmpty() ? tagged("issue") : wild;
	}

	private List<CaaRecord> tagged(String tag) {
		return this.records.stream().filter((one) -> one.tag().equals(tag)).toList();
	}

	String describe() {
		return "CAA of " + this.owner + ": "
				+ this.records.stream().map(CaaRecord::toString).collect(Collectors.joining(", "));
	}

	private static String parent(String name) {
		int dot = name.indexOf('.');
		return (dot < 0) ? "" : name.substring(dot + 1);
	}

}
