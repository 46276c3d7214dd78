package dev.autohttps.test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The DNS server that Pebble asks: every name has the address 127.0.0.1, unless it was
 * told otherwise.
 */
final class TestDns {

	private final int port = Ports.free();

	private final int managementPort = Ports.free();

	private @Nullable RunningProgram program;

	String address() {
		return "127.0.0.1:" + this.port;
	}

	void ensureStarted(PebblePrograms programs, Path folder, PebbleLog log) {
		if (this.program != null && this.program.isRunning()) {
			return;
		}
		// Pebble knocks at one address only and would take ::1, hence no default for it.
		List<String> arguments = List.of("-dnsserver", address(), "-management", "127.0.0.1:" + this.managementPort,
				"-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", "", "-defaultIPv6", "");
		RunningProgram started = programs.run(PebblePrograms.CHALLTESTSRV, arguments, Map.of(), folder, log::add);
		this.program = started;
		new Readiness("Pebble's DNS server", started, log)
			.await(() -> Ports.answers(this.port) && Ports.answers(this.managementPort));
	}

	void stop() {
		if (this.program != null) {
			this.program.stop();
			this.program = null;
		}
	}

	void address(String host, String ip) {
		String name = PebbleSettings.quote(host);
		Stream.of("clear-a", "clear-aaaa").forEach((clear) -> post(clear, "{\"host\": %s}".formatted(name)));
		post((ip.indexOf(':') < 0) ? "add-a" : "add-aaaa",
				"{\"host\": %s, \"addresses\": [%s]}".formatted(name, PebbleSettings.quote(ip)));
	}

	void servfail(String host, boolean fails) {
		post(fails ? "set-servfail" : "clear-servfail", "{\"host\": %s}".formatted(PebbleSettings.quote(host)));
	}

	void addTxt(String host, String value) {
		post("set-txt", "{\"host\": %s, \"value\": %s}".formatted(PebbleSettings.quote(host + "."),
				PebbleSettings.quote(value)));
	}

	void clearTxt(String host) {
		post("clear-txt", "{\"host\": %s}".formatted(PebbleSettings.quote(host + ".")));
	}

	private void post(String command, String json) {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI
				.create("http://127.0.0.1:" + this.managementPort + "/" + command)
				.toURL()
				.openConnection(Proxy.NO_PROXY);
			connection.setRequestProperty("Connection", "close");
			connection.setDoOutput(true);
			try (OutputStream body = connection.getOutputStream()) {
				body.write(json.getBytes(StandardCharsets.UTF_8));
			}
			if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
				throw new IllegalStateException(
						"The DNS server answers " + connection.getResponseCode() + " to " + command + " " + json);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
