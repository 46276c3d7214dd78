package dev.autohttps.acme.dns.exec;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What came of running a program, which ends in time, and with it all that it started and
 * waits for.
 *
 * @param code the exit code, or {@code null} if it had to be ended
 * @param output the end of its output in one line, which is empty if there is none
 */
record ProgramRun(@Nullable Integer code, String output) {

	private static final Duration LOOK = Duration.ofMillis(20);

	/**
	 * How long a program that is told to end may tidy up.
	 */
	private static final Duration GRACE = Duration.ofSeconds(2);

	/**
	 * Run a program.
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if the thread is interrupted, once the program was
	 * ended
	 */
	static ProgramRun of(ExecSettings settings, List<String> command) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(settings.environment());
		Process process = builder.start();
		InputStream output = process.getInputStream();
		// When the program has ended the JDK reads on as long as there is something,
		// to keep it: for ever, and all in memory, if a child of it prints fast
		// enough. It cannot while its stream is held.
		synchronized (output) {
			try (output) {
				process.getOutputStream().close();
				OutputTail tail = new OutputTail(settings.environment().values());
				boolean ended = await(process, settings.timeout(), tail);
				if (!ended) {
					end(process.toHandle());
				}
				tail.read(output);
				return new ProgramRun(ended ? process.exitValue() : null, tail.toString());
			}
			finally {
				if (process.isAlive()) {
					end(process.toHandle());
				}
			}
		}
	}

	/**
	 * What is not read would make the program wait, and who waits for the end of what is
	 * read waits for each child that has inherited it.
	 */
	private static boolean await(Process process, Duration timeout, OutputTail tail)
			throws IOException, InterruptedException {
		long start = System.nanoTime();
		do {
			tail.read(process.getInputStream());
			if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
				return true;
			}
		}
		while (System.nanoTime() - start < timeout.toNanos());
		return false;
	}

	private static void end(ProcessHandle program) throws InterruptedException {
		Set<ProcessHandle> tree = new LinkedHashSet<>(withDescendants(List.of(program)));
		try {
			tree.forEach(ProcessHandle::destroy);
			awaitEnd(tree);
		}
		finally {
			tree.addAll(withDescendants(tree));
			tree.forEach(ProcessHandle::destroyForcibly);
		}
		awaitEnd(tree);
	}

	private static List<ProcessHandle> withDescendants(Collection<ProcessHandle> processes) {
		return processes.stream()
			.flatMap((process) -> Stream.concat(Stream.of(process), process.descendants()))
			.toList();
	}

	private static void awaitEnd(Collection<ProcessHandle> processes) throws InterruptedException {
		try {
			CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
				.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// Harder means follow, or there are none.
		}
	}

}
