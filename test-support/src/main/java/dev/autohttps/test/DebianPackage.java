package dev.autohttps.test;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * Debian's package of Pebble, unpacked below the project's folder by
 * {@code fetch-pebble.sh}.
 */
final class DebianPackage {

	private static final String SCRIPT = "fetch-pebble.sh";

	private static final long PATIENCE_IN_SECONDS = 180;

	private DebianPackage() {
	}

	static PebblePrograms find() {
		if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
			throw new PebbleUnavailableException("no apt to fetch Debian's package with");
		}
		try {
			Path work = Files.createTempDirectory("fetch-pebble");
			try {
				return LocalPrograms.in(fetch(work, target(Path.of(System.getProperty("user.dir")))));
			}
			finally {
				Files.deleteIfExists(work.resolve("stdout"));
				Files.deleteIfExists(work.resolve("stderr"));
				Files.deleteIfExists(work.resolve(SCRIPT));
				Files.deleteIfExists(work);
			}
		}
		catch (IOException ex) {
			throw new PebbleUnavailableException("cannot run " + SCRIPT + ": " + ex);
		}
	}

	/**
	 * Return the folder that keeps the package from one build to the next.
	 * @param start a folder of the project
	 * @return a folder below the project's root; outside of a project one that all
	 * programs of this user share
	 */
	static Path target(Path start) {
		for (Path folder = start.toAbsolutePath(); folder != null; folder = folder.getParent()) {
			if (Files.isDirectory(folder.resolve(".mvn"))) {
				return folder.resolve("target").resolve("pebble");
			}
		}
		return Path.of(System.getProperty("java.io.tmpdir"), "pebble-" + System.getProperty("user.name"));
	}

	private static Path fetch(Path work, Path target) throws IOException {
		Path script = work.resolve(SCRIPT);
		try (InputStream content = DebianPackage.class.getResourceAsStream(SCRIPT)) {
			if (content == null) {
				throw new IOException("the class path lacks it");
			}
			Files.copy(content, script, StandardCopyOption.REPLACE_EXISTING);
		}
		File stdout = work.resolve("stdout").toFile();
		File stderr = work.resolve("stderr").toFile();
		Process process = new ProcessBuilder("sh", script.toString(), target.toString())
			.redirectInput(Redirect.from(new File("/dev/null")))
			.redirectOutput(stdout)
			.redirectError(stderr)
			.start();
		if (!ended(process)) {
			throw new PebbleUnavailableException(SCRIPT + " took longer than " + PATIENCE_IN_SECONDS + " s");
		}
		if (process.exitValue() != 0) {
			throw new PebbleUnavailableException(Files.readString(stderr.toPath()).strip());
		}
		return Path.of(Files.readString(stdout.toPath()).strip());
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
			process.descendants().forEach(ProcessHandle::destroy);
			process.destroy();
		}
	}

}
