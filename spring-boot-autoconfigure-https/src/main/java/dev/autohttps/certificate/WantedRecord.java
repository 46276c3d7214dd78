package dev.autohttps.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A TXT record that somebody must create by hand, and keep, so that a name can be proven.
 *
 * @param identifier the name that is proven, without a wildcard's {@code *.}
 * @param name the name that is to have it, without a dot at the end
 * @param value its text
 * @param state how it stood when it was looked at
 * @param seen what was there then, for people
 * @param validUntil the moment after which it does not count any more, or {@code null} if
 * it is not there or counts for ever
 * @param lookedAt when it was looked at
 * @param required whether there is no other way to prove the name, or it was proven in
 * this way before
 */
public record WantedRecord(String identifier, String name, String value, State state, String seen,
		@Nullable Instant validUntil, Instant lookedAt, boolean required) {

	/**
	 * How long before it does not count any more somebody should know.
	 */
	private static final Duration NOTICE = Duration.ofDays(30);

	/**
	 * What a text in the DNS is made of has at most this many octets.
	 */
	private static final int LONGEST_STRING = 255;

	/**
	 * Return the record as a line of a zone file.
	 * @return the line
	 */
	public String line() {
		List<String> strings = new ArrayList<>();
		for (int i = 0; i < this.value.length(); i += LONGEST_STRING) {
			String part = this.value.substring(i, Math.min(this.value.length(), i + LONGEST_STRING));
			strings.add("\"" + part.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
		}
		return this.name + ". IN TXT " + String.join(" ", strings);
	}

	/**
	 * Return this record as it stands now, as far as time alone can tell.
	 * @param now the present moment
	 * @param needed when it will be needed next, or {@code null} if that is not known
	 * @return the same record, perhaps with another state
	 */
	public WantedRecord asSeenAt(Instant now, @Nullable Instant needed) {
		if (this.state != State.PRESENT || this.validUntil == null) {
			return this;
		}
		boolean soon = this.validUntil.isBefore(now.plus(NOTICE));
		boolean tooSoon = needed != null && this.validUntil.isBefore(needed);
		State seen = this.validUntil.isBefore(now) ? State.EXPIRED : (soon || tooSoon) ? State.EXPIRING : State.PRESENT;
		return new WantedRecord(this.identifier, this.name, this.value, seen, this.seen, this.validUntil, this.lookedAt,
				this.required);
	}

	/**
	 * How it stands with a record.
	 */
	public enum State {

		/**
		 * It cannot be looked up.
		 */
		UNKNOWN,

		/**
		 * There is none.
		 */
		MISSING,

		/**
		 * What is there does not do.
		 */
		WRONG,

		/**
		 * It does not count any more.
		 */
		EXPIRED,

		/**
		 * It counts no longer than for some days, or not until it is needed next.
		 */
		EXPIRING,

		/**
		 * It is as it should be.
		 */
		PRESENT

	}

}
