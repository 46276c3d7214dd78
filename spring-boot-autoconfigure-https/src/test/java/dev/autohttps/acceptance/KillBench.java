package dev.autohttps.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.store.file.FileStore;

/**
 * An application that is killed again and again at random moments, and what is seen of it
 * in its store and its output.
 */
final class KillBench {

	private static final Duration LONGEST_LIFE = Duration.ofSeconds(3);

	private static final Duration SHORTEST_STEP = Duration.ofMillis(40);

	private final Path directory;

	private final FileStore store;

	private final List<String> properties;

	private final Random random;

	private final StoreHistory history = new StoreHistory();

	private final Map<String, Integer> steps = new TreeMap<>();

	KillBench(Path directory, List<String> properties, Random random) {
		this.directory = directory;
		this.store = new FileStore(directory);
		this.properties = properties;
		this.random = random;
	}

	/**
	 * Start the application and kill it: at any moment from the start of its process on,
	 * or, more often, shortly after a step of an issuance.
	 */
	void startAndKill() throws IOException {
		try (ChildProcess process = start()) {
			if (this.random.nextInt(4) > 0) {
				process.await(KilledApplication.PORT);
				awaitStep(process, Step.values()[this.random.nextInt(Step.values().length)]);
				LockSupport.parkNanos(this.random.nextLong(SHORTEST_STEP.toNanos()));
			}
			else {
				LockSupport.parkNanos(this.random.nextLong(LONGEST_LIFE.toNanos()));
			}
			process.close();
			seen(process);
		}
		List<String> underWay = stepsStored();
		underWay.forEach((step) -> this.steps.merge(step, 1, Integer::sum));
		if (underWay.isEmpty()) {
			this.steps.merge("between", 1, Integer::sum);
		}
	}

	ChildProcess start() throws IOException {
		return ChildProcess.start(KilledApplication.class, this.properties);
	}

	/**
	 * Take note of what a process did that is dead.
	 */
	void seen(ChildProcess process) {
		process.output()
			.stream()
			.filter((line) -> line.startsWith(KilledApplication.SAVED))
			.map((line) -> line.split(" ", -1))
			.forEach((words) -> this.history.add(words[1], words[2]));
		for (String key : this.store.list("")) {
			StoreEntry entry = this.store.load(key);
			this.history.add(key, SavedState.of(key, entry.content()));
		}
	}

	FileStore store() {
		return this.store;
	}

	StoreHistory history() {
		return this.history;
	}

	/**
	 * How many issuances were under way at each step when the process died.
	 */
	Map<String, Integer> steps() {
		return this.steps;
	}

	/**
	 * The issuances that are under way, as the step and the order of each.
	 */
	List<String> underWay() {
		return this.store.list("issuances")
			.stream()
			.map((key) -> SavedState.of(key, this.store.load(key).content()))
			.toList();
	}

	/**
	 * The files that were being written when the process died.
	 */
	List<Path> halfWritten() {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.filter((file) -> file.toString().endsWith(".tmp")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> stepsStored() {
		return underWay().stream().map((state) -> state.substring(0, state.indexOf(','))).toList();
	}

	private void awaitStep(ChildProcess process, Step step) {
		long end = System.nanoTime() + LONGEST_LIFE.toNanos();
		List<String> output = process.output();
		int read = 0;
		while (System.nanoTime() < end) {
			List<String> lines = new ArrayList<>(output);
			for (String line : lines.subList(read, lines.size())) {
				if (line.startsWith(KilledApplication.SAVED + "issuances/") && line.contains(" " + step + ",")) {
					return;
				}
			}
			read = lines.size();
			LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
		}
	}

}
