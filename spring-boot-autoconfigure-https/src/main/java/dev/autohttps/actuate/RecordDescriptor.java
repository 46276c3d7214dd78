package dev.autohttps.actuate;

import java.time.Instant;

import dev.autohttps.certificate.WantedRecord;
import dev.autohttps.certificate.WantedRecord.State;
import org.jspecify.annotations.Nullable;

/**
 * A record that somebody must create in the DNS, and keep.
 *
 * @param name the name that is to have it
 * @param type its type, such as {@code TXT}
 * @param value its text
 * @param line all of that as a line of a zone file
 * @param state how it stands
 * @param seen what was there when it was looked at
 * @param validUntil the moment after which it does not count any more, or {@code null} if
 * it is not there or counts for ever
 * @param lookedAt when it was looked at
 * @param required whether the certificate cannot be obtained without it, or was obtained
 * with it before
 * @param issuer the issuer that looks for it, the name of one of the issuers
 */
public record RecordDescriptor(String name, String type, String value, String line, State state, String seen,
		@Nullable Instant validUntil, Instant lookedAt, boolean required, String issuer) {

	static RecordDescriptor of(WantedRecord record, String issuer) {
		return new RecordDescriptor(record.name(), "TXT", record.value(), record.line(), record.state(), record.seen(),
				record.validUntil(), record.lookedAt(), record.required(), issuer);
	}

}
