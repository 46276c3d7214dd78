package dev.autohttps.test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Whether Pebble revoked a certificate.
 *
 * @param revoked whether it did
 * @param reason the reason code of RFC 5280, or {@code null} if none was given
 */
public record RevocationStatus(boolean revoked, @Nullable Integer reason) {

	private static final Pattern REVOKED = Pattern.compile("\"Status\":\\s*\"Revoked\"");

	private static final Pattern REASON = Pattern.compile("\"Reason\":\\s*(\\d+)");

	static RevocationStatus parse(String json) {
		Matcher reason = REASON.matcher(json);
		return new RevocationStatus(REVOKED.matcher(json).find(),
				reason.find() ? Integer.valueOf(reason.group(1)) : null);
	}

}
