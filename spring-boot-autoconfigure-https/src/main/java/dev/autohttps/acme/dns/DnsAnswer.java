package dev.autohttps.acme.dns;

import java.util.List;

/**
 * What a DNS server said.
 *
 * @param status how it answered
 * @param values the records: text, or bytes where the JDK does not know the type
 * @param said what it said, for people
 */
public record DnsAnswer(Status status, List<Object> values, String said) {

	public DnsAnswer {
		values = List.copyOf(values);
	}

	/**
	 * Return whether that is how it answered.
	 * @param status a status
	 * @return whether it is
	 */
	public boolean is(Status status) {
		return this.status == status;
	}

	/**
	 * Return whether it cannot be told what the DNS has.
	 * @return whether it is unknown
	 */
	public boolean isUnknown() {
		return this.status == Status.FAILED || this.status == Status.SILENT;
	}

	/**
	 * Return the records' texts; those of names end with a dot, as in a zone file.
	 * @return the texts
	 */
	public List<String> texts() {
		return this.values.stream().map(String::valueOf).toList();
	}

	/**
	 * How a DNS server answers.
	 */
	public enum Status {

		/**
		 * There are records.
		 */
		FOUND,

		/**
		 * The name exists, but has no such record.
		 */
		NO_DATA,

		/**
		 * The name does not exist.
		 */
		NO_NAME,

		/**
		 * The server answered, but could not say.
		 */
		FAILED,

		/**
		 * There was no answer.
		 */
		SILENT

	}

}
