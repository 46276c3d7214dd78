package dev.autohttps.store.file;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;

/**
 * Another process that uses a store: the class to start, and the handle to what was
 * started.
 */
public final class StoreProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private StoreProcess(Process process) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	static StoreProcess start(Path directory, String... arguments) throws IOException {
		return startBy(List.of(), directory, arguments);
	}

	static StoreProcess startBy(List<String> launcher, Path directory, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), StoreProcess.class.getName(),
				directory.toString()));
		command.addAll(List.of(arguments));
		return new StoreProcess(new ProcessBuilder(command).redirectErrorStream(true)
			.directory(new File(System.getProperty("java.io.tmpdir")))
			.start());
	}

	/**
	 * Wait for the next line that the process prints.
	 * @return the line, or {@code null} at the end
	 */
	String line() throws IOException {
		return this.output.readLine();
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * Do in this process what the arguments say.
	 * @param arguments the store's directory, what to do, and with what
	 */
	public static void main(String[] arguments) throws Exception {
		FileStore store = new FileStore(Path.of(arguments[0]));
		switch (arguments[1]) {
			case "hold" -> {
				Lease lease = store.tryLease(arguments[2], Duration.ofMinutes(5));
				System.out.println((lease != null) ? "held" : "refused");
				System.in.read();
			}
			case "try" ->
				System.out.println((store.tryLease(arguments[2], Duration.ofMinutes(5)) != null) ? "held" : "refused");
			case "count" -> {
				count(store, arguments[2], Integer.parseInt(arguments[3]));
				System.out.println("done");
			}
			case "write" -> {
				byte[] content = new byte[Integer.parseInt(arguments[3])];
				for (byte i = 0; true; i++) {
					Arrays.fill(content, i);
					store.put(arguments[2], content);
					if (i == 0) {
						System.out.println("writing");
					}
				}
			}
			case "save" -> {
				try {
					store.put(arguments[2], new byte[Integer.parseInt(arguments[3])]);
					System.out.println("saved");
				}
				catch (StoreException ex) {
					System.out.println(ex.getMessage());
				}
			}
			default -> throw new IllegalArgumentException(arguments[1]);
		}
	}

	/**
	 * Add to a number, by save-if-version.
	 */
	static void count(FileStore store, String key, int times) {
		for (int i = 0; i < times; i++) {
			boolean saved = false;
			while (!saved) {
				StoreEntry entry = store.load(key);
				int number = Integer.parseInt(new String(entry.content(), StandardCharsets.US_ASCII)) + 1;
				try {
					store.save(key, String.valueOf(number).getBytes(StandardCharsets.US_ASCII), entry.version());
					saved = true;
				}
				catch (StaleVersionException ex) {
					// Somebody else was faster.
				}
			}
		}
	}

}
