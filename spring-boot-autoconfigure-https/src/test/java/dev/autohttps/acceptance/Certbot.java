package dev.autohttps.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.Pem;
import dev.autohttps.test.Pebble;

/**
 * The certbot of this machine, whose certificates come from Pebble, in a directory of its
 * own.
 */
final class Certbot {

	private static final long PATIENCE_IN_SECONDS = 60;

	private final Path folder;

	private final Pebble pebble;

	Certbot(Path folder, Pebble pebble) {
		this.folder = folder;
		this.pebble = pebble;
	}

	/**
	 * Where it has its configuration, which is {@code /etc/letsencrypt} by default.
	 */
	Path directory() {
		return this.folder.resolve("letsencrypt");
	}

	/**
	 * Obtain a certificate.
	 * @param names its names, separated by commas
	 */
	String obtain(String names, String... options) throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(List.of("certonly", "--standalone", "--http-01-port",
				String.valueOf(this.pebble.httpPort()), "--agree-tos", "-m", "certbot@shop.test", "-d", names));
		arguments.addAll(List.of(options));
		return run(arguments.toArray(String[]::new));
	}

	String run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("certbot"));
		command.addAll(List.of(arguments));
		command.addAll(List.of("--non-interactive", "--server", this.pebble.directoryUrl().toString(), "--config-dir",
				directory().toString(), "--work-dir", this.folder.resolve("work").toString(), "--logs-dir",
				this.folder.resolve("logs").toString()));
		Path output = Files.createTempFile(this.folder, "certbot", ".out");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
			.redirectOutput(output.toFile());
		builder.environment().put("REQUESTS_CA_BUNDLE", this.pebble.trustPem().toString());
		builder.environment().put("NO_PROXY", "localhost");
		Process process = builder.start();
		if (!process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
			process.destroyForcibly().onExit().join();
			throw new IllegalStateException("certbot took too long: " + Files.readString(output));
		}
		if (process.exitValue() != 0) {
			throw new IllegalStateException("certbot failed: " + Files.readString(output));
		}
		return Files.readString(output);
	}

	/**
	 * The last certificate of a lineage.
	 */
	X509Certificate certificate(String name) throws IOException, InvalidCertificateException {
		return Pem.certificates(Files.readString(directory().resolve("live").resolve(name).resolve("cert.pem"))).get(0);
	}

	/**
	 * The folders of its accounts at Pebble.
	 */
	List<Path> accounts() throws IOException {
		try (Stream<Path> all = Files
			.list(directory().resolve("accounts/localhost:" + this.pebble.directoryUrl().getPort() + "/dir"))) {
			return all.toList();
		}
	}

	/**
	 * The URL of its only account.
	 */
	String accountUrl() throws IOException {
		String registration = Files.readString(accounts().get(0).resolve("regr.json"));
		return registration.replaceAll("(?s).*\"uri\": \"([^\"]+)\".*", "$1");
	}

	/**
	 * Every file and link with its content.
	 */
	Map<String, String> content() throws IOException {
		Map<String, String> content = new TreeMap<>();
		try (Stream<Path> all = Files.walk(directory())) {
			for (Path one : all.toList()) {
				content.put(one.toString(), Files.isSymbolicLink(one) ? "-> " + Files.readSymbolicLink(one)
						: Files.isRegularFile(one) ? Files.readString(one, StandardCharsets.ISO_8859_1) : "");
			}
		}
		return content;
	}

}
