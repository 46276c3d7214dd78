package dev.autohttps.acme.dns;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.autohttps.acme.dns.Sighting.Verdict;

/**
 * What all servers said when they were asked for a value.
 *
 * @param whose whose servers they are, such as {@code the zone shop.example}
 * @param sightings what each said
 */
record Outlook(String whose, List<Sighting> sightings) {

	/**
	 * Return whether all have it.
	 */
	boolean isComplete() {
		return this.sightings.stream().allMatch((one) -> one.verdict() == Verdict.HAS);
	}

	/**
	 * Return whether all that say anything have it, and there is one.
	 */
	boolean isEnough() {
		return this.sightings.stream().anyMatch((one) -> one.verdict() == Verdict.HAS)
				&& this.sightings.stream().noneMatch((one) -> one.verdict() == Verdict.LACKS);
	}

	/**
	 * Return whether the name may be a zone of its own, with other servers.
	 */
	boolean isElsewhere() {
		return !this.sightings.isEmpty()
				&& this.sightings.stream().allMatch((one) -> one.said().equals(Sighting.NO_RECORD));
	}

	/**
	 * Return those that say nothing.
	 */
	String mute() {
		return this.sightings.stream()
			.filter((one) -> one.verdict() == Verdict.MUTE)
			.map(Sighting::toString)
			.collect(Collectors.joining("; "));
	}

	/**
	 * Return why the CA cannot be told.
	 */
	String complaint(TxtRecord record, String publisher, Duration waited) {
		return "the TXT value \"" + record.value() + "\" of " + record.name() + ", which was published by " + publisher
				+ ", is not on all name servers of " + this.whose + " after " + Span.of(waited) + ": "
				+ this.sightings.stream().map(Sighting::toString).collect(Collectors.joining("; ")) + ". To do: "
				+ remedy();
	}

	private String remedy() {
		boolean some = this.sightings.stream().anyMatch((one) -> one.verdict() == Verdict.HAS);
		boolean mute = this.sightings.stream().allMatch((one) -> one.verdict() == Verdict.MUTE);
		if (mute) {
			return "look whether the servers run and whether this machine may ask them (a firewall may let no DNS "
					+ "out: https.acme.dns.propagation.ask=resolvers asks the resolvers instead)";
		}
		return some
				? "look whether the zone is transferred to the servers that lack it (the serial of its SOA "
						+ "record must be the same on all)"
				: "look whether the value was published in the zone that these servers serve; if others than the "
						+ "resolver sees are to be asked, name them in https.acme.dns.servers";
	}

}
