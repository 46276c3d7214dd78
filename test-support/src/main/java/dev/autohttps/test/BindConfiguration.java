package dev.autohttps.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/**
 * The words of BIND.
 */
final class BindConfiguration implements NameServerConfiguration {

	@Override
	public String text(NameServerSettings settings, Path folder) {
		requireInterface(settings.address());
		String listened = "port %d { %s; };".formatted(settings.port(), settings.address());
		boolean resolver = !settings.forwarded().isEmpty();
		return """
				options {
				  directory "%s"; pid-file none; session-keyfile none; managed-keys-directory "%1$s";
				  listen-on%s %s listen-on%s { none; };
				  allow-query { any; }; allow-transfer { any; }; allow-notify { any; };
				  recursion %s dnssec-validation no; empty-zones-enable no; minimal-responses yes;
				  notify explicit; notify-delay 0; serial-query-rate 1000; min-refresh-time 1; min-retry-time 1;
				  max-cache-ttl 0; max-ncache-ttl 0; servfail-ttl 0; qname-minimization off; resolver-query-timeout 5000;
				};
				controls { };
				"""
			.formatted(folder, settings.isIpv6() ? "-v6" : "", listened, settings.isIpv6() ? "" : "-v6",
					resolver ? "yes; allow-recursion { any; };" : "no;")
				+ lines(settings.allKeys().stream().map(BindConfiguration::key).toList())
				+ lines(settings.zones().stream().map(BindConfiguration::zone).toList())
				+ lines(settings.forwarded().entrySet().stream().map(BindConfiguration::forwarded).toList());
	}

	private static void requireInterface(String address) {
		try {
			if (NetworkInterface.getByInetAddress(InetAddress.getByName(address)) == null) {
				throw new IllegalArgumentException(
						"BIND only listens on addresses that an interface has, not on " + address + ", but Knot does");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String key(TsigKey key) {
		return "key \"%s\" { algorithm %s; secret \"%s\"; };".formatted(key.name(), key.algorithm(), key.secret());
	}

	private static String zone(TestZone zone) {
		if (zone.primary() != null) {
			return "zone \"%s\" { type secondary; file \"%1$s.zone\"; primaries { %s }; };".formatted(zone.name(),
					server(zone.primary()));
		}
		return "zone \"%s\" { type primary; file \"%1$s.zone\"; also-notify { %s }; %s };".formatted(zone.name(),
				servers(zone.notified()), updates(zone));
	}

	private static String updates(TestZone zone) {
		if (zone.open()) {
			return "allow-update { any; };";
		}
		return zone.grants()
			.stream()
			.map((grant) -> "grant %s subdomain %s. TXT;".formatted(grant.key().name(), grant.name()))
			.collect(Collectors.collectingAndThen(Collectors.joining(" "),
					(grants) -> grants.isEmpty() ? "" : "update-policy { " + grants + " };"));
	}

	private static String forwarded(Entry<String, List<String>> zone) {
		return "zone \"%s\" { type forward; forward only; forwarders { %s }; };".formatted(zone.getKey(),
				servers(zone.getValue()));
	}

	private static String servers(List<String> servers) {
		return servers.stream().map(BindConfiguration::server).collect(Collectors.joining(" "));
	}

	private static String server(String server) {
		return NameServerSettings.host(server) + " port " + NameServerSettings.port(server) + ";";
	}

	private static String lines(List<String> lines) {
		return lines.stream().map((line) -> line + "\n").collect(Collectors.joining());
	}

	@Override
	public List<String> checkArguments(Path file) {
		return List.of("-z", file.toString());
	}

	@Override
	public List<String> serverArguments(Path file) {
		return List.of("-g", "-n", "1", "-c", file.toString());
	}

}
