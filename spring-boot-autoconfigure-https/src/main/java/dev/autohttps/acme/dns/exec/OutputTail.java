package dev.autohttps.acme.dns.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import dev.autohttps.certificate.Line;

/**
 * The end of what a program prints, however much that is.
 */
final class OutputTail {

	private static final int KEPT = 4096;

	private static final int SHOWN = 500;

	/**
	 * So that one who reads an endless output gets to look at the time.
	 */
	private static final int AT_ONCE = 1 << 20;

	/**
	 * What is shorter hides nothing, and would be hidden in words that have nothing to do
	 * with it.
	 */
	private static final int SHORTEST_SECRET = 4;

	private final List<String> secrets;

	private byte[] kept = {};

	private boolean cut;

	/**
	 * Create a new tail.
	 * @param secrets texts that are not to be shown
	 */
	OutputTail(Collection<String> secrets) {
		this.secrets = secrets.stream()
			.flatMap(String::lines)
			.map(String::strip)
			.filter((secret) -> secret.length() >= SHORTEST_SECRET)
			.sorted(Comparator.comparing(String::length).reversed())
			.toList();
	}

	/**
	 * Read what is there, without waiting for more.
	 */
	void read(InputStream output) throws IOException {
		byte[] part = new byte[KEPT];
		for (int read = 0; read < AT_ONCE && output.available() > 0;) {
			int length = output.read(part);
			if (length < 0) {
				return;
			}
			keep(part, length);
			read += length;
		}
	}

	private void keep(byte[] part, int length) {
		int former = Math.min(this.kept.length, KEPT - length);
		byte[] joined = new byte[former + length];
		System.arraycopy(this.kept, this.kept.length - former, joined, 0, former);
		System.arraycopy(part, 0, joined, former, length);
		this.cut |= former < this.kept.length;
		this.kept = joined;
	}

	/**
	 * Return the end of the output in one line, which is empty if there is none.
	 */
	@Override
	public String toString() {
		String text = new String(this.kept, StandardCharsets.UTF_8);
		for (String secret : this.secrets) {
			text = text.replace(secret, "***");
		}
		if (this.cut && !this.secrets.isEmpty()) {
			// The first characters may be the last ones of a secret.
			text = text.substring(Math.min(text.length(), this.secrets.get(0).length()));
		}
		String line = text.lines()
			.map((one) -> Line.of(one, KEPT))
			.filter((one) -> !one.isEmpty())
			.collect(Collectors.joining(" | "));
		return (line.length() > SHOWN) ? "…" + line.substring(line.length() - SHOWN) : line;
	}

}
