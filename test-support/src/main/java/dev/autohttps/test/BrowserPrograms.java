package dev.autohttps.test;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The programs that tests in a browser need, on the {@code PATH}.
 */
public final class BrowserPrograms {

	private BrowserPrograms() {
	}

	/**
	 * Return the browser.
	 * @return Chromium
	 * @throws IllegalStateException if there is none
	 */
	public static File chromium() {
		return required("Chromium", "chromium", "chromium-browser", "google-chrome");
	}

	/**
	 * Return what leads the browser.
	 * @return the driver of Chromium
	 * @throws IllegalStateException if there is none
	 */
	public static File driver() {
		return required("chromedriver", "chromedriver");
	}

	/**
	 * Return what tells the browser whom to trust.
	 * @return NSS's {@code certutil}
	 * @throws IllegalStateException if there is none
	 */
	public static File certutil() {
		return required("certutil", "certutil");
	}

	private static File required(String what, String... names) {
		File found = onThePath(names);
		if (found == null) {
			throw new IllegalStateException("There is no " + what + " on the PATH");
		}
		return found;
	}

	private static @Nullable File onThePath(String... names) {
		List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
		return Arrays.stream(names)
			.flatMap((name) -> folders.stream().map((folder) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst()
			.orElse(null);
	}

}
