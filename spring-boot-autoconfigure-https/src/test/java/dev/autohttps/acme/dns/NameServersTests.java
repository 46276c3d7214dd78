package dev.autohttps.acme.dns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.autohttps.acme.dns.Sighting.Verdict;
import dev.autohttps.test.EnabledIfNameServers;
import dev.autohttps.test.NameServer;
import dev.autohttps.test.Ports;
import dev.autohttps.test.TestZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Zones, their servers and what these say, with BIND as primary, Knot as secondary or as
 * server of another zone, and a resolver in front of them.
 */
@EnabledIfNameServers
@Timeout(120)
@Tag("once")
class NameServersTests {

	private static final String[] RECORDS = { "@ NS ns1", "@ NS ns2", "ns1 A 127.0.0.1", "ns2 A 127.0.0.2",
			"_acme-challenge.www TXT there", "_acme-challenge.both TXT one", "_acme-challenge.both TXT there",
			"_acme-challenge.deleg CNAME a.other.test.", "_acme-challenge.far CNAME near", "near CNAME a.other.test.",
			"loop CNAME pool", "pool CNAME loop", "sub NS ns.sub", "ns.sub A 127.0.0.2", "blind NS ns.nowhere.test." };

	private final Deque<NameServer> servers = new ArrayDeque<>();

	private final int port = Ports.free();

	@TempDir
	Path folder;

	private NameServer primary;

	private NameServer resolver;

	private Dns dns;

	@BeforeEach
	void startTheServers() {
		TestZone zone = TestZone.of("example.test", RECORDS);
		this.primary = keep(NameServer.bind(this.folder).port(this.port).zone(zone).start());
		NameServer knot = keep(NameServer.knot(this.folder)
			.address("127.0.0.2")
			.port(this.port)
			.zone(TestZone.of("example.test", "@ NS ns1", "@ NS ns2", "ns1 A 127.0.0.1", "ns2 A 127.0.0.2"))
			.zone(TestZone.of("sub.example.test", "@ NS ns", "ns A 127.0.0.2", "_acme-challenge.deep TXT there"))
			.zone(TestZone.of("other.test", "@ NS ns", "ns A 127.0.0.2", "a TXT there"))
			.start());
		this.resolver = keep(NameServer.resolver(this.folder)
			.forward("example.test", this.primary.address())
			.forward("sub.example.test", knot.address())
			.forward("other.test", knot.address())
			.start());
		this.dns = Dns.resolvers(List.of(this.resolver.address()));
	}

	@AfterEach
	void closeTheServers() {
		this.servers.forEach(NameServer::close);
	}

	@Test
	void theZoneOfANameThatDoesNotExistYetHasAllItsServers() throws DnsRecordsException {
		Authority authority = find("_acme-challenge.new.example.test");
		assertThat(authority.whose()).isEqualTo("the zone example.test");
		assertThat(authority.servers()).extracting(Object::toString)
			.containsExactlyInAnyOrder("ns1.example.test (127.0.0.1:" + this.port + ")",
					"ns2.example.test (127.0.0.2:" + this.port + ")");
	}

	@Test
	void aZoneBelowAnotherHasServersOfItsOwn() throws DnsRecordsException {
		Authority authority = find("_acme-challenge.deep.sub.example.test");
		assertThat(authority.whose()).isEqualTo("the zone sub.example.test");
		assertThat(authority.servers()).extracting(Object::toString)
			.containsExactly("ns.sub.example.test (127.0.0.2:" + this.port + ")");
	}

	@Test
	void aNameInNoZoneIsSaidSo() {
		assertThatExceptionOfType(DnsRecordsException.class).isThrownBy(() -> find("_acme-challenge.shop.nowhere"))
			.withMessage("no zone has the name shop.nowhere. To do: look whether its domain is "
					+ "registered and delegated (dig SOA shop.nowhere), and whether "
					+ "https.acme.dns.resolvers know it")
			.satisfies((ex) -> assertThat(ex.isPassing()).isFalse());
	}

	@Test
	void aResolverThatIsDownPasses() {
		this.resolver.stop();
		assertThatExceptionOfType(DnsRecordsException.class).isThrownBy(() -> find("_acme-challenge.www.example.test"))
			.withMessage("the name servers of www.example.test cannot be found: no answer from "
					+ this.resolver.address() + " to a question for SOA")
			.satisfies((ex) -> assertThat(ex.isPassing()).isTrue());
	}

	@Test
	void aliasesAreFollowedToTheirEnd() throws DnsRecordsException {
		Aliases aliases = new Aliases((name) -> find(name).ask(name, "CNAME"));
		assertThat(aliases.follow("_acme-challenge.www.example.test")).isEqualTo("_acme-challenge.www.example.test");
		assertThat(aliases.follow("_acme-challenge.new.example.test")).isEqualTo("_acme-challenge.new.example.test");
		assertThat(aliases.follow("_acme-challenge.deleg.example.test")).isEqualTo("a.other.test");
		assertThat(aliases.follow("_acme-challenge.far.example.test")).isEqualTo("a.other.test");
		assertThatExceptionOfType(DnsRecordsException.class).isThrownBy(() -> aliases.follow("loop.example.test"))
			.withMessage("the aliases (CNAME) of loop.example.test have no end: loop.example.test -> "
					+ "pool.example.test -> loop.example.test. To do: let loop.example.test be an alias for a name "
					+ "that is none");
	}

	@Test
	void eachServerIsAskedForItself() throws DnsRecordsException {
		assertThat(look("_acme-challenge.www.example.test")).satisfies((outlook) -> {
			assertThat(outlook.isComplete()).isFalse();
			assertThat(outlook.isEnough()).isFalse();
			assertThat(outlook.sightings()).extracting(Sighting::toString)
				.containsExactlyInAnyOrder("ns1.example.test (127.0.0.1:" + this.port + "): has it",
						"ns2.example.test (127.0.0.2:" + this.port + "): knows no such name (NXDOMAIN)");
		});
		assertThat(look("_acme-challenge.deep.sub.example.test").isComplete()).isTrue();
		assertThat(look("_acme-challenge.both.example.test").sightings()).extracting(Sighting::verdict)
			.containsExactlyInAnyOrder(Verdict.HAS, Verdict.LACKS);
	}

	@Test
	void whatOneServerLacksIsComplainedOfWithWhatEachSaid() throws DnsRecordsException {
		TxtRecord record = record("_acme-challenge.www.example.test");
		List<Sighting> sightings = find(record.name()).servers()
			.stream()
			.sorted((one, other) -> one.name().compareTo(other.name()))
			.map((server) -> Sighting.of(server, record))
			.toList();
		assertThat(
				new Outlook("the zone example.test", sightings).complaint(record, "the memory", Duration.ofMinutes(5)))
			.isEqualTo(
					"the TXT value \"there\" of _acme-challenge.www.example.test, which was published by the memory, "
							+ "is not on all name servers of the zone example.test after 5 min: ns1.example.test (127.0.0.1:"
							+ this.port + "): has it; ns2.example.test (127.0.0.2:" + this.port
							+ "): knows no such name (NXDOMAIN). To do: look whether the zone is transferred to the servers "
							+ "that lack it (the serial of its SOA record must be the same on all)");
	}

	@Test
	void aServerThatDoesNotAnswerIsNoneThatLacksIt() throws DnsRecordsException {
		Authority authority = find("_acme-challenge.www.example.test");
		this.primary.suspend();
		assertThat(authority.servers().stream().map((one) -> Sighting.of(one, record("other.example.test"))).toList())
			.extracting(Sighting::toString)
			.containsExactlyInAnyOrder(
					"ns1.example.test (127.0.0.1:" + this.port + "): no answer from 127.0.0.1:" + this.port,
					"ns2.example.test (127.0.0.2:" + this.port + "): knows no such name (NXDOMAIN)");
		assertThat(Sighting.of("it", Dns.server("127.0.0.2:" + this.port), record("www.nowhere.test")))
			.isEqualTo(new Sighting("it", Verdict.MUTE, "REFUSED by 127.0.0.2:" + this.port));
	}

	@Test
	void aServerIsAskedAtEachOfItsAddresses() {
		TxtRecord record = record("_acme-challenge.www.example.test");
		String good = "127.0.0.1:" + this.port;
		String empty = "127.0.0.2:" + this.port;
		String nobody = "127.0.0.3:" + this.port;
		assertThat(verdict(record, good, nobody)).isEqualTo(Verdict.HAS);
		assertThat(verdict(record, good, empty)).isEqualTo(Verdict.LACKS);
		assertThat(verdict(record, nobody)).isEqualTo(Verdict.MUTE);
	}

	private static Verdict verdict(TxtRecord record, String... addresses) {
		return Sighting.of(new ZoneServer("ns.example.test", List.of(addresses)), record).verdict();
	}

	private Authority find(String name) throws DnsRecordsException {
		return new Zones(this.dns, this.port).of(Zones.parent(name));
	}

	private Outlook look(String name) throws DnsRecordsException {
		Authority authority = find(name);
		return new Outlook(authority.whose(),
				authority.servers().stream().map((server) -> Sighting.of(server, record(name))).toList());
	}

	private static TxtRecord record(String name) {
		return new TxtRecord(name, "there", name);
	}

	private NameServer keep(NameServer server) {
		this.servers.push(server);
		return server;
	}

}
