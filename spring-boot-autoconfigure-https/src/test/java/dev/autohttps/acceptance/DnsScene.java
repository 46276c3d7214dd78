package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.autohttps.test.NameServer;
import dev.autohttps.test.NameServerSoftware;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.TestZone;
import dev.autohttps.test.TsigKey;

/**
 * Two zones on two name servers of different make, each with a key of its own, a resolver
 * in front of them, and a CA that asks it.
 */
final class DnsScene implements AutoCloseable {

	static final String FIRST = "first.test";

	static final String SECOND = "second.test";

	final TsigKey key = TsigKey.named("acme");

	final TsigKey secondKey = TsigKey.named("acme-second");

	/**
	 * A key that may change one name only.
	 */
	final TsigKey narrow = TsigKey.named("narrow");

	final NameServer first;

	/**
	 * Has the first zone as it was in the beginning.
	 */
	final NameServer frozen;

	final NameServer second;

	final NameServer resolver;

	final Pebble pebble;

	private final List<AutoCloseable> parts = new ArrayList<>();

	/**
	 * Start all of it.
	 * @param software what serves the first zone; the second one is served by the other
	 * @param folder where the servers keep what they know
	 */
	DnsScene(NameServerSoftware software, Path folder) {
		NameServerSoftware other = (software == NameServerSoftware.BIND) ? NameServerSoftware.KNOT
				: NameServerSoftware.BIND;
		Stream<String> shared = IntStream.range(0, 25)
			.mapToObj((i) -> "_acme-challenge.s" + i + " CNAME shared." + SECOND + ".");
		TestZone zone = TestZone.of(FIRST,
				Stream.concat(shared,
						Stream.of("@ A 127.0.0.1", "www A 127.0.0.1", "plain A 127.0.0.1",
								"_acme-challenge.deleg CNAME deleg." + SECOND + ".",
								"_acme-challenge.lost CNAME lost.nowhere.test."))
					.toArray(String[]::new));
		this.first = keep(NameServer.of(software, folder)
			.zone(zone.updatableBy(this.key).updatableBy(this.narrow, "_acme-challenge.other." + FIRST))
			.start());
		this.frozen = keep(NameServer.of(other, folder).zone(zone.frozen()).start());
		this.second = keep(NameServer.of(other, folder).zone(TestZone.of(SECOND).updatableBy(this.secondKey)).start());
		this.resolver = keep(NameServer.resolver(folder)
			.forward(FIRST, this.first.address())
			.forward(SECOND, this.second.address())
			.start());
		this.pebble = keep(
				Pebble.builder().resolver(this.resolver.address()).reusedAuthorizations(0).retryAfter(0, 0).start());
	}

	/**
	 * The properties of an application that may change both zones.
	 * @param store where its certificates are
	 * @param more what else is set, or set otherwise
	 */
	List<String> properties(Path store, String... more) {
		List<String> all = new ArrayList<>(List.of("https.acme.dns.resolvers=" + this.resolver.address(),
				"https.acme.dns.rfc2136.server=" + this.first.address(),
				"https.acme.dns.rfc2136.key.name=" + this.key.name(),
				"https.acme.dns.rfc2136.key.secret=" + this.key.secret(),
				"https.acme.dns.servers=" + this.first.address(), "https.acme.dns.providers.second.zones=" + SECOND,
				"https.acme.dns.providers.second.rfc2136.server=" + this.second.address(),
				"https.acme.dns.providers.second.rfc2136.key.name=" + this.secondKey.name(),
				"https.acme.dns.providers.second.rfc2136.key.secret=" + this.secondKey.secret(),
				"https.acme.dns.providers.second.servers=" + this.second.address()));
		for (String property : more) {
			String name = property.substring(0, property.indexOf('=') + 1);
			all.removeIf((former) -> former.startsWith(name));
			all.add(property);
		}
		return RunningApplication.properties(this.pebble, store, all.toArray(String[]::new));
	}

	private <T extends AutoCloseable> T keep(T part) {
		this.parts.add(0, part);
		return part;
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable part : this.parts) {
			part.close();
		}
	}

}
