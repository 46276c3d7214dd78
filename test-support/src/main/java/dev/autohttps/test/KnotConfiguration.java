package dev.autohttps.test;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The words of Knot.
 */
final class KnotConfiguration implements NameServerConfiguration {

	private static final String ANYBODY = """
			  - id: notify
			    action: notify
			  - id: transfer
			    action: transfer
			  - id: open
			    action: update
			""";

	@Override
	public String text(NameServerSettings settings, Path folder) {
		if (!settings.forwarded().isEmpty()) {
			throw new IllegalArgumentException("Knot resolves nothing");
		}
		return """
				server:
				    rundir: "%s"
				    listen: %s@%d
				    udp-workers: 1
				    tcp-workers: 1
				    background-workers: 1
				log:
				  - target: stderr
				    any: info
				database:
				    storage: "%1$s"
				    journal-db-max-size: 32M
				    kasp-db-max-size: 16M
				    timer-db-max-size: 16M
				""".formatted(folder, settings.address(), settings.port())
				+ section("key", settings.allKeys().stream().map(KnotConfiguration::key))
				+ section("remote", servers(settings).map(KnotConfiguration::remote)) + "acl:\n" + ANYBODY
				+ settings.zones().stream().flatMap(KnotConfiguration::grants).collect(Collectors.joining())
				+ section("zone", settings.zones().stream().map((zone) -> zone(zone, folder)));
	}

	private static String section(String name, Stream<String> items) {
		String content = items.collect(Collectors.joining());
		return content.isEmpty() ? "" : name + ":\n" + content;
	}

	private static String key(TsigKey key) {
		return """
				  - id: %s
				    algorithm: %s
				    secret: %s
				""".formatted(key.name(), key.algorithm(), key.secret());
	}

	private static Stream<String> servers(NameServerSettings settings) {
		return settings.zones()
			.stream()
			.flatMap((zone) -> (zone.primary() != null) ? Stream.of(zone.primary()) : zone.notified().stream())
			.distinct();
	}

	private static String remote(String server) {
		return """
				  - id: %s
				    address: %s@%s
				""".formatted(remoteId(server), NameServerSettings.host(server), NameServerSettings.port(server));
	}

	private static String remoteId(String server) {
		return "remote-" + server.replaceAll("[^0-9a-f]", "-");
	}

	private static Stream<String> grants(TestZone zone) {
		return IntStream.range(0, zone.grants().size()).mapToObj((i) -> """
				  - id: %s
				    key: %s
				    action: update
				    update-type: TXT
				    update-owner: name
				    update-owner-match: sub-or-equal
				    update-owner-name: %s.
				""".formatted(grantId(zone, i), zone.grants().get(i).key().name(), zone.grants().get(i).name()));
	}

	private static String grantId(TestZone zone, int number) {
		return "grant-" + number + "-" + zone.name();
	}

	private static String zone(TestZone zone, Path folder) {
		String grants = IntStream.range(0, zone.grants().size())
			.mapToObj((i) -> ", " + grantId(zone, i))
			.collect(Collectors.joining());
		String primary = (zone.primary() != null) ? "    master: " + remoteId(zone.primary()) + "\n" : "";
		String notified = zone.notified()
			.stream()
			.map((server) -> "    notify: " + remoteId(server) + "\n")
			.collect(Collectors.joining());
		return """
				  - domain: %s
				    file: "%s/%1$s.zone"
				    acl: [notify, transfer%s%s]
				%s%s""".formatted(zone.name(), folder, zone.open() ? ", open" : "", grants, notified, primary);
	}

	@Override
	public List<String> checkArguments(Path file) {
		return List.of("-c", file.toString(), "conf-check");
	}

	@Override
	public List<String> serverArguments(Path file) {
		return List.of("-c", file.toString());
	}

}
