package dev.autohttps.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Java program in a process of its own, that can be killed as {@code kill -9} does.
 */
final class ChildProcess implements AutoCloseable {

	/**
	 * Longer than an application pauses after a first failure, so that one hiccup of the
	 * network is no failure of a test that is about something else.
	 */
	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final Process process;

	private final List<String> output = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private ChildProcess(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read, "output of " + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	static ChildProcess start(Class<?> main, List<String> arguments, String... options) throws IOException {
		return start(List.of(), main, arguments, options);
	}

	/**
	 * Start a process by way of another program, in whose place it runs.
	 */
	static ChildProcess start(List<String> by, Class<?> main, List<String> arguments, String... options)
			throws IOException {
		List<String> command = new ArrayList<>(by);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		arguments.forEach((argument) -> command.add("--" + argument));
		return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	/**
	 * Wait until a line of the output contains a text.
	 * @return the first such line
	 */
	String await(String text) {
		try {
			Await.until("'" + text + "' in the output of the process", PATIENCE,
					() -> !this.process.isAlive() || find(text).isPresent());
		}
		catch (AssertionError error) {
			throw new AssertionError(error.getMessage() + ":\n" + String.join("\n", this.output), error);
		}
		return find(text).orElseThrow(() -> new AssertionError(
				"The process ended without '" + text + "':\n" + String.join("\n", this.output)));
	}

	long pid() {
		return this.process.pid();
	}

	List<String> output() {
		return this.output;
	}

	/**
	 * End the process with SIGKILL: no hook runs, nothing is flushed. All that it had
	 * written is in its output then.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly();
		this.process.onExit().join();
		this.end.join();
	}

	private Optional<String> find(String text) {
		return this.output.stream().filter((line) -> line.contains(text)).findFirst();
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			reader.lines().forEach(this.output::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// The process was killed.
		}
		finally {
			this.end.complete(null);
		}
	}

}
