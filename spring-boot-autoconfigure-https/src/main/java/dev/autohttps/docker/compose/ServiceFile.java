package dev.autohttps.docker.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.autohttps.acme.connection.AcmeConnectionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;

/**
 * A file in the container of a service, as {@code docker cp} hands it out: what the
 * engine says of its own container can be relied on, unlike what a server says of itself.
 */
final class ServiceFile {

	private static final String LABEL = "org.springframework.boot.sslbundle.pem.truststore.certificate";

	private static final long PATIENCE_IN_SECONDS = 30;

	/**
	 * Where the command is on macOS for programs that were not started by a shell.
	 */
	private static final List<Path> OFF_THE_PATH = List.of(Path.of("/opt/homebrew/bin/docker"),
			Path.of("/usr/local/bin/docker"));

	private final RunningService service;

	ServiceFile(RunningService service) {
		this.service = service;
	}

	String read(String file) {
		Path directory = null;
		try {
			directory = Files.createTempDirectory("https-docker-cp-");
			return copied(file, directory);
		}
		catch (IOException ex) {
			throw unreadable(file, "docker cp cannot be run: " + ex.getMessage(), ex);
		}
		finally {
			delete(directory);
		}
	}

	private String copied(String file, Path directory) throws IOException {
		Path copy = directory.resolve("copy");
		Path output = directory.resolve("output");
		Process process = new ProcessBuilder(command(), "cp", "--follow-link", this.service.name() + ":" + file,
				copy.toString())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		process.getOutputStream().close();
		if (!ended(process)) {
			throw unreadable(file, "docker cp took more than " + PATIENCE_IN_SECONDS + " s", null);
		}
		if (process.exitValue() != 0) {
			throw unreadable(file, "docker cp says: " + Files.readString(output).strip(), null);
		}
		return Files.readString(copy);
	}

	private static String command() {
		return System.getProperty("os.name", "").startsWith("Mac")
				? OFF_THE_PATH.stream().filter(Files::isExecutable).findFirst().map(Path::toString).orElse("docker")
				: "docker";
	}

	private static boolean ended(Process process) {
		try {
			return process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			process.destroy();
		}
	}

	private static void delete(@Nullable Path directory) {
		if (directory != null) {
			for (Path file : List.of(directory.resolve("copy"), directory.resolve("output"), directory)) {
				// What cannot be deleted is a public certificate among temporary files.
				file.toFile().delete();
			}
		}
	}

	private AcmeConnectionException unreadable(String file, String reason, @Nullable Throwable cause) {
		return new AcmeConnectionException(
				"It cannot be found out whom to trust as the service " + this.service.name() + ": " + file
						+ " is not read from its container, since " + reason + ".",
				"Give the service the label " + LABEL
						+ " with the name of a file, beside the compose file, that has the CA of Pebble's API.",
				cause);
	}

}
