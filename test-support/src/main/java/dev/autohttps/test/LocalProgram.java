package dev.autohttps.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process whose output is read line by line.
 */
final class LocalProgram implements RunningProgram {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Process process;

	private final Thread reader;

	LocalProgram(Process process, String name, Consumer<String> lines) {
		this.process = process;
		this.reader = new Thread(() -> read(lines), name + "-log");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private void read(Consumer<String> lines) {
		try (BufferedReader output = this.process.inputReader()) {
			output.lines().forEach(lines);
		}
		catch (IOException | UncheckedIOException ex) {
			// the stream of a killed process may break; all that it printed was read
		}
	}

	@Override
	public boolean isRunning() {
		return this.process.isAlive();
	}

	/**
	 * Wait for the end of a program that ends by itself, and of what it prints.
	 * @return how it ended, 0 for success
	 */
	int await() {
		try {
			if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				stop();
			}
			this.reader.join(PATIENCE.toMillis());
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			stop();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a program", ex);
		}
	}

	@Override
	public void stop() {
		// A suspended process would not notice anything milder. Its handle is asked,
		// since
		// the process itself would close the stream that may have something left to read.
		this.process.toHandle().destroyForcibly();
		try {
			this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			this.reader.join(PATIENCE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void suspend() {
		signal("-STOP");
		// Its threads stop one after the other, and the last of them may still answer.
		Path threads = Path.of("/proc", Long.toString(this.process.pid()), "task");
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (Files.isDirectory(threads) && !areStopped(threads) && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	private static boolean areStopped(Path threads) {
		try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
			for (Path thread : all) {
				if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
					return false;
				}
			}
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void resume() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			// Nothing is inherited: a JVM of tests is told by its input what to run.
			Process kill = new ProcessBuilder("kill", signal, Long.toString(this.process.pid()))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("kill " + signal + " ended with " + kill.exitValue());
			}
		}
		catch (IOException ex) {
			throw new UnsupportedOperationException("This machine has no kill command", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
