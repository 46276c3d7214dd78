package dev.autohttps.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What Pebble, or a name server, printed, line by line, over all of its starts.
 */
final class PebbleLog {

	private static final int LAST_LINES = 20;

	/**
	 * What Pebble prints when it is asked for {@link PebbleApi#probe()}, and on no
	 * request of an ACME client.
	 */
	private static final String PROBE = "HEAD /dir -> calling handler()";

	private final @Nullable Path copy;

	private final List<String> lines = new ArrayList<>();

	private int start;

	private int probes;

	PebbleLog(@Nullable Path copy) {
		this.copy = copy;
	}

	synchronized void add(String line) {
		if (line.endsWith(PROBE)) {
			this.probes++;
		}
		else {
			this.lines.add(line);
			copy(line);
		}
		notifyAll();
	}

	private void copy(String line) {
		if (this.copy != null) {
			try {
				Files.writeString(this.copy, line + System.lineSeparator(), StandardOpenOption.CREATE,
						StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	synchronized void markStart() {
		this.start = this.lines.size();
		this.probes = 0;
	}

	/**
	 * Wait until so many probes since the start were printed: as each is printed before
	 * it is answered, all that came before the last of them has been read by then.
	 * @param answered the number of probes that were answered
	 * @param patience how long to wait at most
	 */
	synchronized void awaitProbes(int answered, Duration patience) {
		long end = System.nanoTime() + patience.toNanos();
		for (long left = patience.toNanos(); this.probes < answered && left > 0; left = end - System.nanoTime()) {
			awaitLine(Duration.ofNanos(left));
		}
	}

	/**
	 * Wait for the next line.
	 * @param patience how long to wait at most
	 */
	synchronized void awaitLine(Duration patience) {
		try {
			wait(Math.max(1, patience.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a program", ex);
		}
	}

	synchronized PebbleActivity total() {
		return PebbleActivity.in(this.lines);
	}

	synchronized PebbleActivity sinceStart() {
		return PebbleActivity.in(this.lines.subList(this.start, this.lines.size()));
	}

	synchronized String lastLines() {
		List<String> last = this.lines.subList(Math.max(0, this.lines.size() - LAST_LINES), this.lines.size());
		return last.isEmpty() ? "It printed nothing." : "It last printed:\n  " + String.join("\n  ", last);
	}

}
