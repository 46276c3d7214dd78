package dev.autohttps.doctor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import dev.autohttps.certificate.Line;
import org.jspecify.annotations.Nullable;

/**
 * As much of an HTTP response as was read.
 *
 * @param head the status line and the header fields
 * @param body the beginning of the body
 * @param hasHead whether the head was read to its end
 */
record HttpReply(String head, String body, boolean hasHead) {

	private static final String END = "\r\n\r\n";

	static HttpReply parse(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int end = text.indexOf(END);
		return (end < 0) ? new HttpReply(text, "", false)
				: new HttpReply(text.substring(0, end), text.substring(end + END.length()), true);
	}

	/**
	 * Whether all of the body is there that was announced.
	 */
	boolean isComplete() {
		String length = header("Content-Length");
		return this.hasHead && length != null && length.matches("\\d{1,6}")
				&& this.body.length() >= Integer.parseInt(length);
	}

	/**
	 * Return the status code, empty if this is no HTTP.
	 */
	String status() {
		return this.head.matches("(?s)HTTP/\\d\\.\\d \\d{3}.*") ? this.head.substring(9, 12) : "";
	}

	@Nullable String header(String name) {
		String prefix = name.toLowerCase(Locale.ROOT) + ":";
		return this.head.lines()
			.skip(1)
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
			.map((line) -> line.substring(prefix.length()).strip())
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return who answered what.
	 */
	String describe() {
		if (status().isEmpty()) {
			return this.head.isEmpty() ? "the connection was closed without an answer"
					: "an answer that is no HTTP: \"" + Line.of(this.head, 40) + "\"";
		}
		String server = header("Server");
		return "HTTP " + status() + ((server != null) ? " from " + Line.of(server, 60) : "");
	}

	/**
	 * Return how the body begins, as a reader sees it.
	 */
	String firstWords() {
		String visible = Line.of(this.body.replaceAll("(?s)<[^>]*>?", " "), 60);
		return visible.isEmpty() ? "" : ": \"" + visible + "\"";
	}

}
