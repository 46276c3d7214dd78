package dev.autohttps.doctor;

import java.util.List;

/**
 * What a resolver said.
 *
 * @param status how it answered
 * @param values the records: text, or bytes where the JDK does not know the type
 * @param said what it said, for people
 */
record DnsAnswer(Status status, List<Object> values, String said) {

	DnsAnswer {
		values = List.copyOf(values);
	}

	boolean is(Status status) {
		return this.status == status;
	}

	/**
	 * Whether it cannot be told what the DNS has.
	 */
	boolean isUnknown() {
		return this.status == Status.FAILED || this.status == Status.SILENT;
	}

	static DnsAnswer late() {
		return new DnsAnswer(Status.SILENT, List.of(), "no answer within " + Rounds.LONGEST.toSeconds() + " s");
	}

	/**
	 * How a resolver answers.
	 */
	enum Status {

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
		 * The resolver answered, but could not say.
		 */
		FAILED,

		/**
		 * There was no answer.
		 */
		SILENT

	}

}
