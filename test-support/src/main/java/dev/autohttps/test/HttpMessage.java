package dev.autohttps.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A request or a response of HTTP/1.1, as it is.
 *
 * @param start its first line
 * @param headers its header lines without those that frame the body
 * @param body its body
 */
record HttpMessage(String start, List<String> headers, byte[] body) {

	private static final List<String> FRAMING = List.of("content-length:", "transfer-encoding:", "connection:");

	/**
	 * Read a message.
	 * @param in where it comes from
	 * @param bodiless whether it has no body whatever its headers say
	 * @return the message, or {@code null} if none begins
	 */
	static @Nullable HttpMessage read(InputStream in, boolean bodiless) throws IOException {
		String start = line(in);
		if (start == null) {
			return null;
		}
		List<String> headers = new ArrayList<>();
		for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
			headers.add(header);
		}
		byte[] body = bodiless ? new byte[0] : body(in, headers);
		headers.removeIf((header) -> FRAMING.stream().anyMatch(header.toLowerCase(Locale.ROOT)::startsWith));
		return new HttpMessage(start, headers, body);
	}

	private static byte[] body(InputStream in, List<String> headers) throws IOException {
		String length = "0";
		for (String header : headers) {
			String lower = header.toLowerCase(Locale.ROOT);
			if (lower.startsWith("transfer-encoding:")) {
				return chunks(in);
			}
			length = lower.startsWith("content-length:") ? lower.substring("content-length:".length()).strip() : length;
		}
		return in.readNBytes(Integer.parseInt(length));
	}

	private static byte[] chunks(InputStream in) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = 1;
		while (size > 0) {
			String line = line(in);
			if (line == null) {
				throw new EOFException("The body has no end");
			}
			size = Integer.parseInt(line, 16);
			body.write(in.readNBytes(size));
			line(in);
		}
		return body.toByteArray();
	}

	private static @Nullable String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.read(); c != '\n'; c = in.read()) {
			if (c < 0) {
				return null;
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	HttpMessage with(String header) {
		String name = header.substring(0, header.indexOf(':') + 1).toLowerCase(Locale.ROOT);
		Stream<String> others = this.headers.stream()
			.filter((former) -> !former.toLowerCase(Locale.ROOT).startsWith(name));
		return new HttpMessage(this.start, Stream.concat(others, Stream.of(header)).toList(), this.body);
	}

	HttpMessage half() {
		return new HttpMessage(this.start, this.headers, Arrays.copyOf(this.body, this.body.length / 2));
	}

	/**
	 * Write it.
	 * @param out where to
	 * @param length what it says of the length of its body
	 */
	void write(OutputStream out, long length) throws IOException {
		StringBuilder head = new StringBuilder(this.start).append("\r\n");
		this.headers.forEach((header) -> head.append(header).append("\r\n"));
		head.append("Content-Length: ").append(length).append("\r\n\r\n");
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
		message.writeBytes(this.body);
		out.write(message.toByteArray());
		out.flush();
	}

}
