package dev.autohttps.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A zone as a {@link NameServer} begins with it. Its records live for a second, also
 * those that are not there.
 *
 * @param name the name of the zone
 * @param records its records beside the SOA, as lines of a zone file
 * @param grants who may change which TXT records
 * @param open whether anybody may change them, without a key
 * @param notified the servers that are told of each change, HOST:PORT
 * @param primary where its content comes from, HOST:PORT, or {@code null} if this is the
 * primary
 */
public record TestZone(String name, List<String> records, List<Grant> grants, boolean open, List<String> notified,
		@Nullable String primary) {

	public TestZone {
		records = List.copyOf(records);
		grants = List.copyOf(grants);
		notified = List.copyOf(notified);
	}

	/**
	 * Return a zone that nobody can change.
	 * @param name the name of the zone
	 * @param records lines of a zone file, with names relative to the zone's; if none of
	 * them is an NS record, the zone has the name server {@code ns} at 127.0.0.1
	 * @return a primary zone
	 */
	public static TestZone of(String name, String... records) {
		List<String> lines = new ArrayList<>(List.of(records));
		if (lines.stream().noneMatch((line) -> line.matches("@\\s+(IN\\s+)?NS\\s.*"))) {
			lines.add("@ NS ns");
			lines.add("ns A 127.0.0.1");
		}
		return new TestZone(name, lines, List.of(), false, List.of(), null);
	}

	/**
	 * Return a zone whose content another server has.
	 * @param name the name of the zone
	 * @param primary that server, HOST:PORT, which
	 * {@linkplain TestZone#notifies(String...) notifies} this one
	 * @return a secondary zone
	 */
	public static TestZone secondary(String name, String primary) {
		return new TestZone(name, List.of(), List.of(), false, List.of(), primary);
	}

	/**
	 * Let a key change all TXT records of the zone. Other changes are refused, by Knot
	 * with NOTAUTH.
	 * @param key the key
	 * @return another zone
	 */
	public TestZone updatableBy(TsigKey key) {
		return updatableBy(key, this.name);
	}

	/**
	 * Let a key change the TXT records of a name, and of all below it.
	 * @param key the key
	 * @param name the name, in full
	 * @return another zone
	 */
	public TestZone updatableBy(TsigKey key, String name) {
		List<Grant> more = new ArrayList<>(this.grants);
		more.add(new Grant(key, name));
		return new TestZone(this.name, this.records, more, this.open, this.notified, this.primary);
	}

	/**
	 * Let anybody change it, without a key.
	 * @return another zone
	 */
	public TestZone updatableByAnybody() {
		return new TestZone(this.name, this.records, List.of(), true, this.notified, this.primary);
	}

	/**
	 * Tell secondaries of each change at once.
	 * @param servers the servers, HOST:PORT
	 * @return another zone
	 */
	public TestZone notifies(String... servers) {
		return new TestZone(this.name, this.records, this.grants, this.open, List.of(servers), this.primary);
	}

	/**
	 * Return the same content for a server that never learns of a change.
	 * @return another zone
	 */
	public TestZone frozen() {
		return new TestZone(this.name, this.records, List.of(), false, List.of(), null);
	}

	String file() {
		return "$TTL 1\n@ SOA ns hostmaster 1 1 1 86400 1\n" + String.join("\n", this.records) + "\n";
	}

	/**
	 * Who may change the TXT records of a name, and of all below it.
	 *
	 * @param key the key that signs the changes
	 * @param name the name, in full
	 */
	public record Grant(TsigKey key, String name) {

	}

}
