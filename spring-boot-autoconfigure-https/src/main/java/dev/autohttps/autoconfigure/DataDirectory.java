package dev.autohttps.autoconfigure;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Where the operating system keeps the data of a user's applications.
 */
final class DataDirectory {

	private final UnaryOperator<@Nullable String> environment;

	private final String system;

	private final Path home;

	DataDirectory(UnaryOperator<@Nullable String> environment, String system, Path home) {
		this.environment = environment;
		this.system = system.toLowerCase(Locale.ROOT);
		this.home = home;
	}

	static DataDirectory ofThisUser() {
		return new DataDirectory(System::getenv, System.getProperty("os.name", ""),
				Path.of(System.getProperty("user.home", "")));
	}

	/**
	 * Return where we keep ours.
	 */
	Path get() {
		return of("autohttps");
	}

	/**
	 * Return where mkcert keeps its root, as {@code mkcert -CAROOT} says.
	 */
	Path ofMkcert() {
		String root = this.environment.apply("CAROOT");
		return (root != null && !root.isEmpty()) ? Path.of(root) : of("mkcert");
	}

	/**
	 * Return where an application keeps its data.
	 * @param name the name of the application
	 */
	private Path of(String name) {
		String xdg = this.environment.apply("XDG_DATA_HOME");
		if (xdg != null && Path.of(xdg).isAbsolute()) {
			return Path.of(xdg, name);
		}
		String local = this.environment.apply("LOCALAPPDATA");
		if (this.system.startsWith("windows") && local != null) {
			return Path.of(local, name);
		}
		return this.system.startsWith("mac") ? this.home.resolve("Library/Application Support").resolve(name)
				: this.home.resolve(".local/share").resolve(name);
	}

}
