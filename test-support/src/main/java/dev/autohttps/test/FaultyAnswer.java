package dev.autohttps.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An answer that a {@link FaultyProxy} gives in place of the CA.
 *
 * @param status its status
 * @param retryAfter how long it asks to wait, or {@code null} if it does not
 * @param asDate whether it says so by a date
 * @param contentType the type of its body
 * @param body its body
 */
public record FaultyAnswer(int status, @Nullable Duration retryAfter, boolean asDate, String contentType, String body) {

	/**
	 * An answer with a page for people, as of a server in front of a CA.
	 * @param status its status
	 * @return the answer
	 */
	public static FaultyAnswer page(int status) {
		return new FaultyAnswer(status, null, false, "text/html; charset=utf-8",
				"<!DOCTYPE html><html><head><title>%1$d</title></head><body><h1>%1$d</h1></body></html>"
					.formatted(status));
	}

	/**
	 * An answer with a problem document, as of a CA.
	 * @param status its status
	 * @param error the kind of the problem, such as {@code rateLimited}
	 * @param detail what is said of it
	 * @return the answer
	 */
	public static FaultyAnswer problem(int status, String error, String detail) {
		return new FaultyAnswer(status, null, false, "application/problem+json",
				"{\"type\": %s, \"detail\": %s, \"status\": %d}".formatted(
						PebbleSettings.quote("urn:ietf:params:acme:error:" + error), PebbleSettings.quote(detail),
						status));
	}

	/**
	 * Ask to wait, by a number of seconds.
	 * @param wait how long
	 * @return such an answer
	 */
	public FaultyAnswer retryAfter(Duration wait) {
		return new FaultyAnswer(this.status, wait, false, this.contentType, this.body);
	}

	/**
	 * Ask to wait, by a date.
	 * @param wait until how long from the moment of the answer
	 * @return such an answer
	 */
	public FaultyAnswer retryAtDateAfter(Duration wait) {
		return new FaultyAnswer(this.status, wait, true, this.contentType, this.body);
	}

	HttpMessage message() {
		HttpMessage message = new HttpMessage("HTTP/1.1 " + this.status + " Fault",
				List.of("Date: " + date(Duration.ZERO), "Content-Type: " + this.contentType),
				this.body.getBytes(StandardCharsets.UTF_8));
		if (this.retryAfter == null) {
			return message;
		}
		return message.with(
				"Retry-After: " + (this.asDate ? date(this.retryAfter) : String.valueOf(this.retryAfter.toSeconds())));
	}

	private static String date(Duration later) {
		return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().plus(later).atOffset(ZoneOffset.UTC));
	}

}
