package dev.autohttps.test;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The implementations of authoritative name servers.
 */
public enum NameServerSoftware {

	/**
	 * BIND 9.
	 */
	BIND("named", "named-checkconf", new BindConfiguration()),

	/**
	 * Knot DNS.
	 */
	KNOT("knotd", "knotc", new KnotConfiguration());

	private final String server;

	private final String checker;

	private final NameServerConfiguration configuration;

	NameServerSoftware(String server, String checker, NameServerConfiguration configuration) {
		this.server = server;
		this.checker = checker;
		this.configuration = configuration;
	}

	NameServerConfiguration configuration() {
		return this.configuration;
	}

	String server() {
		return program(this.server);
	}

	String checker() {
		return program(this.checker);
	}

	/**
	 * Return which of all programs this machine does not have.
	 * @return a sentence without its full stop, or {@code null} if it has all
	 */
	static @Nullable String missing() {
		List<String> missing = Arrays.stream(values())
			.flatMap((software) -> Stream.of(software.server, software.checker))
			.filter((name) -> find(name) == null)
			.toList();
		return missing.isEmpty() ? null
				: "There is no " + String.join(", no ", missing) + " on the PATH or in /usr/sbin";
	}

	private static String program(String name) {
		Path found = find(name);
		if (found == null) {
			throw new IllegalStateException("There is no " + name + " on the PATH or in /usr/sbin");
		}
		return found.toString();
	}

	// The PATH of ordinary users has no folder for servers.
	private static @Nullable Path find(String name) {
		String path = System.getenv().getOrDefault("PATH", "");
		return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
			.filter((folder) -> !folder.isEmpty())
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

}
