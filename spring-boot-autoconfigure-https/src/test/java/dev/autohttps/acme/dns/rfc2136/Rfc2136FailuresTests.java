package dev.autohttps.acme.dns.rfc2136;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.test.EnabledIfNameServers;
import dev.autohttps.test.NameServer;
import dev.autohttps.test.NameServerBuilder;
import dev.autohttps.test.NameServerSoftware;
import dev.autohttps.test.Ports;
import dev.autohttps.test.TestZone;
import dev.autohttps.test.TsigKey;
import org.assertj.core.util.Throwables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link Rfc2136DnsRecords} at servers that do not do what they are asked for.
 */
@EnabledIfNameServers
@Timeout(180)
@Tag("once")
class Rfc2136FailuresTests {

	private static final String NAME = "_acme-challenge.www.example.test";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * Where no answer is what is waited for.
	 */
	private static final Duration IMPATIENCE = Duration.ofSeconds(2);

	private final TsigKey key = TsigKey.named("acme");

	private final TestZone zone = TestZone.of("example.test", "www A 127.0.0.1").updatableBy(this.key, NAME);

	private final Deque<NameServer> servers = new ArrayDeque<>();

	@TempDir
	private @Nullable Path folder;

	@AfterEach
	void closeTheServers() {
		this.servers.forEach(NameServer::close);
	}

	@ParameterizedTest
	@EnumSource
	void aKeyThatTheServerDoesNotKnowIsSaidSo(NameServerSoftware software) {
		NameServer server = start(software);
		assertThat(lasting(records(server, TsigKey.named("other")), NAME)).isEqualTo(server.address()
				+ " says NOTAUTH (BADKEY) when asked for the zone of _acme-challenge.www.example.test: it does not know key"
				+ " 'other' with hmac-sha256, or lets it change nothing there; compare the key's name and algorithm with the"
				+ " server's configuration");
	}

	@ParameterizedTest
	@EnumSource
	void anotherAlgorithmIsSaidSo(NameServerSoftware software) {
		NameServer server = start(software);
		TsigKey other = new TsigKey("acme", "hmac-sha512", this.key.secret());
		assertThat(lasting(records(server, other), NAME)).isEqualTo(server.address()
				+ " says NOTAUTH (BADKEY) when asked for the zone of _acme-challenge.www.example.test: it does not know key"
				+ " 'acme' with hmac-sha512, or lets it change nothing there; compare the key's name and algorithm with the"
				+ " server's configuration");
	}

	@ParameterizedTest
	@EnumSource
	void anotherKeyIsSaidSoInAZoneThatIsConfigured(NameServerSoftware software) {
		NameServer server = start(software);
		assertThat(lasting(records(server.address(), TsigKey.named("other"), "example.test"), NAME)).isEqualTo(server
			.address()
				+ " says NOTAUTH (BADKEY) to the update of _acme-challenge.www.example.test in zone example.test: it does"
				+ " not know key 'other' with hmac-sha256, or does not let it change TXT records of that name; compare"
				+ " the key's name and algorithm with the server's configuration, and what that lets it change");
	}

	@ParameterizedTest
	@EnumSource
	void anotherSecretIsSaidSo(NameServerSoftware software) {
		NameServer server = start(software);
		assertThat(lasting(records(server, TsigKey.named("acme")), NAME)).isEqualTo(server.address()
				+ " says NOTAUTH (BADSIG) when asked for the zone of _acme-challenge.www.example.test: the secret of key"
				+ " 'acme' is not the one that the server has; copy it from there");
	}

	@ParameterizedTest
	@EnumSource
	void aClockThatIsWrongIsSaidSo(NameServerSoftware software) {
		NameServer server = start(software);
		assertThat(lasting(records(server, Duration.ofHours(-1)), NAME)).matches(Pattern.quote(server.address()
				+ " says NOTAUTH (BADTIME) when asked for the zone of _acme-challenge.www.example.test: the clock of this"
				+ " machine is ") + "(35[5-9]\\d|3600) s behind the server's; set both by a time server \\(NTP\\)");
		assertThat(lasting(records(server, Duration.ofDays(1)), NAME)).containsPattern("864\\d\\d s ahead of the");
	}

	@ParameterizedTest
	@EnumSource
	void aNameThatTheKeyMayNotChangeIsSaidSo(NameServerSoftware software) {
		NameServer server = start(software);
		String said = (software == NameServerSoftware.BIND) ? "REFUSED" : "NOTAUTH (BADKEY)";
		assertThat(lasting(records(server, this.key), "_acme-challenge.example.test"))
			.isEqualTo(server.address() + " says " + said
					+ " to the update of _acme-challenge.example.test in zone example.test: it does not let key 'acme'"
					+ " change TXT records of that name, or is not the zone's primary server; allow it, in BIND with"
					+ " 'update-policy { grant acme name _acme-challenge.example.test. TXT; };', in Knot with an acl of"
					+ " 'key: acme' and 'action: update'");
	}

	@Test
	void aMissingKeyIsSaidSo() {
		NameServer bind = start(NameServerSoftware.BIND);
		NameServer knot = start(NameServerSoftware.KNOT);
		assertThat(lasting(records(bind, (TsigKey) null), NAME)).isEqualTo(bind.address()
				+ " says REFUSED to the update of _acme-challenge.www.example.test in zone example.test: it takes no updates"
				+ " there without a key; set a TSIG key that it knows");
		assertThat(lasting(records(knot, (TsigKey) null), NAME)).isEqualTo(knot.address()
				+ " says NOTAUTH to the update of _acme-challenge.www.example.test in zone example.test: it is not the zone's"
				+ " primary server, or takes no updates without a key; set a TSIG key that it knows, or name the primary"
				+ " server");
	}

	@ParameterizedTest
	@EnumSource
	void aServerWithoutTheZoneIsSaidSo(NameServerSoftware software) {
		NameServer server = start(software);
		String name = "_acme-challenge.example.org";
		assertThat(lasting(records(server, this.key), name)).isEqualTo(server.address()
				+ " says REFUSED when asked for the zone of _acme-challenge.example.org: it has no zone with that name, or"
				+ " does not let this machine ask; name the zone's primary server");
		assertThat(lasting(records(server.address(), this.key, "example.org"), name)).startsWith(server.address()
				+ " says NOTAUTH to the update of _acme-challenge.example.org in zone example.org: it is not the zone's"
				+ " primary server; name the zone's primary server");
	}

	@ParameterizedTest
	@EnumSource
	void aZoneThatTheServerDelegatesIsSaidSo(NameServerSoftware software) {
		NameServer server = start(NameServer.of(software, folder())
			.zone(TestZone.of("example.test", "@ NS ns", "ns A 127.0.0.1", "www NS ns.example.org.")
				.updatableBy(this.key)));
		assertThat(lasting(records(server, this.key), NAME)).isEqualTo(server.address()
				+ " has no zone with _acme-challenge.www.example.test; name the zone's primary server");
	}

	@Test
	void aSecondaryIsSaidSo() {
		NameServer primary = start(NameServerSoftware.KNOT);
		NameServer secondary = start(
				NameServer.bind(folder()).key(this.key).zone(TestZone.secondary("example.test", primary.address())));
		assertThat(lasting(records(secondary, this.key), NAME)).startsWith(secondary.address()
				+ " says REFUSED to the update of _acme-challenge.www.example.test in zone example.test: it does not let key"
				+ " 'acme' change TXT records of that name, or is not the zone's primary server; ");
	}

	@ParameterizedTest
	@EnumSource
	void aNameThatIsAnAliasIsSaidSo(NameServerSoftware software) {
		NameServer server = start(NameServer.of(software, folder())
			.zone(TestZone.of("example.test", "_acme-challenge.www CNAME target").updatableBy(this.key)));
		assertThat(lasting(records(server, this.key), NAME)).isEqualTo(server.address()
				+ " says YXRRSET to the update of _acme-challenge.www.example.test in zone example.test: the name is an alias"
				+ " (CNAME) and can have no other record; let values be published where it leads, or remove the alias");
	}

	@Test
	void aNameOutsideOfTheZoneIsSaidSo() {
		assertThat(lasting(records("127.0.0.1:1", this.key, "example.org"), NAME))
			.isEqualTo("_acme-challenge.www.example.test is not in zone example.org, the only one to be changed at"
					+ " 127.0.0.1:1; name the zone that it is in, or none");
	}

	@Test
	void aServerThatIsDownIsSaidSo() {
		String server = "127.0.0.1:" + Ports.free();
		assertThat(passing(records(server, this.key, null), NAME)).isEqualTo("connection refused by " + server
				+ " to the update of _acme-challenge.www.example.test: no name server runs there; look at it, and at its"
				+ " address and port");
	}

	@Test
	void aServerWithoutAnAddressIsSaidSo() {
		assertThat(passing(records("ns.invalid:5353", this.key, null), NAME))
			.isEqualTo("no address of ns.invalid:5353 for the update of _acme-challenge.www.example.test: this machine"
					+ " cannot resolve that name; correct it, or give the server's IP address");
	}

	@ParameterizedTest
	@EnumSource
	void aSilentServerIsSaidSoInTime(NameServerSoftware software) {
		NameServer server = start(software);
		server.suspend();
		long start = System.nanoTime();
		Rfc2136DnsRecords impatient = new Rfc2136DnsRecords(settings(server.address(), this.key, null, IMPATIENCE));
		assertThat(passing(impatient, NAME)).isEqualTo("no answer from " + server.address()
				+ " to the update of _acme-challenge.www.example.test within 2000 ms, over UDP and TCP; look whether it runs,"
				+ " and whether a firewall is in between");
		Duration taken = Duration.ofNanos(System.nanoTime() - start);
		System.out.println("A silent " + software + " was given up after " + taken.toMillis() + " ms");
		assertThat(taken).isBetween(IMPATIENCE, Duration.ofSeconds(20));
	}

	@Test
	void anInterruptionEndsTheCall() throws InterruptedException {
		NameServer server = start(NameServerSoftware.BIND);
		server.suspend();
		Rfc2136Settings patient = new Rfc2136Settings(server.address(), null, null, Duration.ZERO,
				Duration.ofMinutes(5));
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread caller = new Thread(
				() -> thrown.set(catchThrowable(() -> new Rfc2136DnsRecords(patient).publish(txt(NAME)))));
		caller.start();
		await(() -> caller.getState() == Thread.State.TIMED_WAITING);
		caller.interrupt();
		caller.join(PATIENCE.toMillis());
		assertThat(thrown).hasValueMatching(InterruptedException.class::isInstance);
	}

	private String lasting(Rfc2136DnsRecords records, String name) {
		DnsRecordsException failure = failure(records, name);
		assertThat(failure.isPassing()).as(failure.getMessage()).isFalse();
		return message(failure);
	}

	private String passing(Rfc2136DnsRecords records, String name) {
		DnsRecordsException failure = failure(records, name);
		assertThat(failure.isPassing()).as(failure.getMessage()).isTrue();
		return message(failure);
	}

	private static String message(DnsRecordsException failure) {
		return String.valueOf(failure.getMessage());
	}

	private DnsRecordsException failure(Rfc2136DnsRecords records, String name) {
		DnsRecordsException failure = catchThrowableOfType(DnsRecordsException.class, () -> records.publish(txt(name)));
		assertThat(failure).isNotNull();
		assertThat(Throwables.getStackTrace(failure)).doesNotContain(this.key.secret());
		return failure;
	}

	private static TxtRecord txt(String name) {
		return new TxtRecord(name, "value", name);
	}

	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	private NameServer start(NameServerSoftware software) {
		return start(NameServer.of(software, folder()).zone(this.zone));
	}

	private NameServer start(NameServerBuilder builder) {
		NameServer server = builder.start();
		this.servers.push(server);
		return server;
	}

	private Path folder() {
		return Objects.requireNonNull(this.folder);
	}

	private static Rfc2136DnsRecords records(NameServer server, @Nullable TsigKey key) {
		return records(server.address(), key, null);
	}

	private static Rfc2136DnsRecords records(String server, @Nullable TsigKey key, @Nullable String zone) {
		return new Rfc2136DnsRecords(settings(server, key, zone, PATIENCE));
	}

	private Rfc2136DnsRecords records(NameServer server, Duration late) {
		return new Rfc2136DnsRecords(settings(server.address(), this.key, null, PATIENCE),
				Clock.offset(Clock.systemUTC(), late));
	}

	private static Rfc2136Settings settings(String server, @Nullable TsigKey key, @Nullable String zone,
			Duration timeout) {
		return new Rfc2136Settings(server, zone,
				(key != null) ? new Rfc2136Settings.Key(key.name(), key.algorithm(), key.secret()) : null,
				Duration.ofSeconds(5), timeout);
	}

}
