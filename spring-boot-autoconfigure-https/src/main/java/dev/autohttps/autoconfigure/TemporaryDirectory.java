package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * A directory that is gone when the JVM is: the store of a test, or of what a CA for
 * tests issued, must not be that of the user.
 */
final class TemporaryDirectory {

	private TemporaryDirectory() {
	}

	static Path create() {
		try {
			Path directory = Files.createTempDirectory("autohttps-test-");
			Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory), "https-temporary-store"));
			return directory;
		}
		catch (IOException ex) {
			throw new IllegalStateException("No temporary directory can be made for the store of a test", ex);
		}
	}

	private static void delete(Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			// The operating system clears its temporary files.
		}
	}

}
