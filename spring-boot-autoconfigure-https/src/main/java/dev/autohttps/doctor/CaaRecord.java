package dev.autohttps.doctor;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.autohttps.certificate.Line;
import org.jspecify.annotations.Nullable;

/**
 * A CAA record (RFC 8659 section 4.1).
 *
 * @param flags the flags
 * @param tag the property, in lower case
 * @param value its value
 */
record CaaRecord(int flags, String tag, String value) {

	/**
	 * Read the record's data.
	 * @return the record, or {@code null} if it is garbled
	 */
	static @Nullable CaaRecord parse(byte[] data) {
		int tagLength = (data.length > 1) ? data[1] & 0xff : 0;
		if (tagLength == 0 || data.length < 2 + tagLength) {
			return null;
		}
		String tag = new String(data, 2, tagLength, StandardCharsets.US_ASCII);
		String value = new String(data, 2 + tagLength, data.length - 2 - tagLength, StandardCharsets.US_ASCII);
		return new CaaRecord(data[0] & 0xff, tag.toLowerCase(Locale.ROOT), value);
	}

	/**
	 * Whether a CA that does not understand it must not issue.
	 */
	boolean isCritical() {
		return (this.flags & 0x80) != 0;
	}

	/**
	 * Return the CA that may issue, empty for none.
	 */
	String issuer() {
		return this.value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return what it asks of that CA (RFC 8657).
	 */
	Map<String, String> parameters() {
		Map<String, String> parameters = new HashMap<>();
		String[] parts = this.value.split(";");
		for (int i = 1; i < parts.length; i++) {
			String[] pair = parts[i].split("=", 2);
			if (pair.length == 2) {
				parameters.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
			}
		}
		return parameters;
	}

	@Override
	public String toString() {
		return this.flags + " " + Line.of(this.tag, 20) + " \"" + Line.of(this.value) + "\"";
	}

}
