package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.FileSystemUtils;

/**
 * A directory that is gone when the application context is: the store of a test, or of
 * what a CA for tests issued, must not be that of the user. It is not made before
 * somebody writes into it.
 */
final class TemporaryDirectory implements DisposableBean {

	private final Path path = Path.of(System.getProperty("java.io.tmpdir"), "autohttps-test-" + UUID.randomUUID())
		.toAbsolutePath();

	Path path() {
		return this.path;
	}

	@Override
	public void destroy() {
		try {
			FileSystemUtils.deleteRecursively(this.path);
		}
		catch (IOException ex) {
			// The operating system clears its temporary files.
		}
	}

}
