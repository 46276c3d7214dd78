package dev.autohttps.acme.dns;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

import dev.autohttps.certificate.StoreKeys;
import org.jspecify.annotations.Nullable;

/**
 * A value that is, or may be, in the DNS because this application put it there.
 *
 * @param record the value and where it is
 * @param issuance the key in the store of the issuance that needs it
 * @param since since when it may be there
 */
record PublishedValue(TxtRecord record, String issuance, Instant since) {

	static final String KEYS = "dns";

	/**
	 * Return where it is noted down. The name is a part of it, since what the name at
	 * which the CA asks is an alias for may be changed.
	 */
	String key() {
		return folder(this.record.name()) + "/" + file(this.record.challengeName(), this.record.value());
	}

	/**
	 * Return where the values of a name are noted down.
	 */
	static String folder(String name) {
		return KEYS + "/" + StoreKeys.part(name, name);
	}

	/**
	 * Return as what a value is noted down, whatever name has it.
	 */
	static String file(String challengeName, String value) {
		return StoreKeys.part(challengeName, challengeName + " " + value) + ".properties";
	}

	Map<String, String> encode() {
		return Map.of("name", this.record.name(), "value", this.record.value(), "challenge-name",
				this.record.challengeName(), "issuance", this.issuance, "since", this.since.toString());
	}

	/**
	 * Read what was written.
	 * @return the value, or {@code null} if it is garbled
	 */
	static @Nullable PublishedValue decode(Map<String, String> values) {
		String name = values.get("name");
		String value = values.get("value");
		String challengeName = values.get("challenge-name");
		if (name == null || value == null || challengeName == null) {
			return null;
		}
		try {
			return new PublishedValue(new TxtRecord(name, value, challengeName), values.getOrDefault("issuance", ""),
					Instant.parse(values.getOrDefault("since", "")));
		}
		catch (DateTimeException ex) {
			return new PublishedValue(new TxtRecord(name, value, challengeName), "", Instant.EPOCH);
		}
	}

}
