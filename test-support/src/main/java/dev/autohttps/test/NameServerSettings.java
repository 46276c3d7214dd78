package dev.autohttps.test;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a name server is to know, in no server's words.
 *
 * @param address the IP address that it listens on
 * @param port the port that it listens on
 * @param keys the keys that it knows, beside those that the zones name
 * @param zones the zones that it serves
 * @param forwarded whom it asks for zones that others serve, each HOST:PORT; only a
 * resolver has any
 */
record NameServerSettings(String address, int port, List<TsigKey> keys, List<TestZone> zones,
		Map<String, List<String>> forwarded) {

	NameServerSettings {
		keys = List.copyOf(keys);
		zones = List.copyOf(zones);
		forwarded = Map.copyOf(forwarded);
	}

	List<TsigKey> allKeys() {
		Stream<TsigKey> granted = this.zones.stream()
			.flatMap((zone) -> zone.grants().stream())
			.map(TestZone.Grant::key);
		return Stream.concat(this.keys.stream(), granted).distinct().toList();
	}

	boolean isIpv6() {
		return this.address.indexOf(':') >= 0;
	}

	String hostAndPort() {
		return (isIpv6() ? "[" + this.address + "]" : this.address) + ":" + this.port;
	}

	static String host(String hostAndPort) {
		return hostAndPort.substring(0, hostAndPort.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
	}

	static String port(String hostAndPort) {
		return hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1);
	}

}
