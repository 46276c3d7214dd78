package dev.autohttps.acme.dns.rfc2136;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.test.EnabledIfNameServers;
import dev.autohttps.test.NameServer;
import dev.autohttps.test.NameServerBuilder;
import dev.autohttps.test.NameServerSoftware;
import dev.autohttps.test.Ports;
import dev.autohttps.test.TestZone;
import dev.autohttps.test.TsigKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link Rfc2136DnsRecords} at servers that do what they are asked for.
 */
@Tag("once")
@EnabledIfNameServers
@Timeout(180)
class Rfc2136DnsRecordsTests {

	private static final String NAME = "_acme-challenge.www.example.test";

	private static final String ONE = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0";

	private static final String OTHER = "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final TsigKey key = TsigKey.named("acme");

	private final TestZone zone = TestZone
		.of("example.test", "www A 127.0.0.1", "a.b A 127.0.0.1", "_acme-challenge.alias CNAME alias.validation.test.")
		.updatableBy(this.key);

	private final Deque<NameServer> servers = new ArrayDeque<>();

	@TempDir
	private @Nullable Path folder;

	@AfterEach
	void closeTheServers() {
		this.servers.forEach(NameServer::close);
	}

	@ParameterizedTest
	@EnumSource
	void aValueIsPublishedAndWithdrawn(NameServerSoftware software) throws Exception {
		NameServer server = start(software);
		DnsRecords records = records(server, this.key);
		records.publish(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly(ONE);
		records.withdraw(txt(NAME, ONE));
		assertThat(server.txt(NAME)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aNameHasSeveralValuesAndLosesOne(NameServerSoftware software) throws Exception {
		NameServer server = start(software);
		DnsRecords records = records(server, this.key);
		records.publish(txt(NAME, ONE));
		records.publish(txt(NAME, OTHER));
		assertThat(server.txt(NAME)).containsExactlyInAnyOrder(ONE, OTHER);
		records.withdraw(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly(OTHER);
		assertThat(records.valuesPerName()).isEqualTo(Integer.MAX_VALUE);
	}

	@ParameterizedTest
	@EnumSource
	void whatIsDoneAgainChangesNothing(NameServerSoftware software) throws Exception {
		NameServer server = start(software);
		DnsRecords records = records(server, this.key);
		records.publish(txt(NAME, ONE));
		records.publish(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly(ONE);
		records.withdraw(txt(NAME, OTHER));
		assertThat(server.txt(NAME)).containsExactly(ONE);
		records.withdraw(txt(NAME, ONE));
		records.withdraw(txt(NAME, ONE));
		records.withdraw(txt("_acme-challenge.nobody.example.test", ONE));
		assertThat(server.txt(NAME)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whatOthersPublishedForAnotherTimeStays(NameServerSoftware software) throws Exception {
		NameServer server = open(software,
				TestZone.of("example.test", "_acme-challenge.www 3600 TXT others").updatableBy(this.key));
		DnsRecords records = records(server, this.key);
		records.publish(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly(ONE, "others");
		records.withdraw(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly("others");
	}

	@ParameterizedTest
	@EnumSource
	void anIpv6AddressIsInBrackets(NameServerSoftware software) throws Exception {
		assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName("::1"))).isNotNull();
		NameServerBuilder builder = NameServer.of(software, Objects.requireNonNull(this.folder)).address("::1");
		NameServer server = builder.zone(this.zone).start();
		this.servers.push(server);
		assertThat(server.address()).startsWith("[::1]:");
		records(server, this.key).publish(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly(ONE);
	}

	@ParameterizedTest
	@EnumSource
	void theTargetOfAnAliasIsInAnotherZone(NameServerSoftware software) throws Exception {
		NameServer server = start(software);
		String alias = "_acme-challenge.alias.example.test";
		records(server, this.key).publish(new TxtRecord("alias.validation.test", ONE, alias));
		assertThat(server.txt("alias.validation.test")).containsExactly(ONE);
	}

	@ParameterizedTest
	@EnumSource
	void theZoneIsFoundFromEveryPlaceInIt(NameServerSoftware software) throws Exception {
		NameServer server = start(software);
		DnsRecords records = records(server, this.key);
		List<String> names = List.of("example.test", "_acme-challenge.example.test", "b.example.test",
				"_acme-challenge.a.b.example.test", "_acme-challenge.a.sub.example.test",
				"below._acme-challenge.alias.example.test");
		for (String name : names) {
			records.publish(txt(name, ONE));
			assertThat(server.txt(name)).as(name).containsExactly(ONE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aZoneThatIsConfiguredIsNotAskedFor(NameServerSoftware software) throws Exception {
		NameServer server = start(software);
		records(server.address(), "example.test.", this.key).publish(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly(ONE);
	}

	@ParameterizedTest
	@EnumSource
	void noKeyIsNeededWhereTheServerNeedsNone(NameServerSoftware software) throws Exception {
		NameServer server = open(software, TestZone.of("example.test").updatableByAnybody());
		DnsRecords records = records(server.address(), null, null);
		records.publish(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly(ONE);
	}

	@ParameterizedTest
	@CsvSource({ "BIND, hmac-sha1", "BIND, hmac-sha224", "BIND, hmac-sha384", "BIND, hmac-sha512", "KNOT, hmac-sha1",
			"KNOT, hmac-sha224", "KNOT, hmac-sha384", "KNOT, hmac-sha512" })
	void everyAlgorithmIsUnderstood(NameServerSoftware software, String algorithm) throws Exception {
		TsigKey other = new TsigKey("other.example", algorithm, this.key.secret());
		NameServer server = open(software, TestZone.of("example.test").updatableBy(other));
		records(server, other).publish(txt(NAME, ONE));
		assertThat(server.txt(NAME)).containsExactly(ONE);
	}

	@ParameterizedTest
	@EnumSource
	void manyValuesComeAndGoAtOnce(NameServerSoftware software) throws Exception {
		NameServer server = start(software);
		DnsRecords records = records(server, this.key);
		Stream<TxtRecord> ofManyNames = IntStream.range(0, 50)
			.mapToObj((i) -> txt("_acme-challenge.n" + i + ".example.test", ONE));
		Stream<TxtRecord> ofOneName = IntStream.range(0, 20).mapToObj((i) -> txt(NAME, "value-" + i));
		List<TxtRecord> all = Stream.concat(ofManyNames, ofOneName).toList();
		forEach(all, records::publish);
		assertThat(server.txt(NAME)).hasSize(20);
		assertThat(all).allSatisfy((record) -> assertThat(server.txt(record.name())).contains(record.value()));
		forEach(all, records::withdraw);
		assertThat(all).allSatisfy((record) -> assertThat(server.txt(record.name())).isEmpty());
	}

	@ParameterizedTest
	@EnumSource
	void whatGetsNoAnswerOverUdpIsSentOverTcp(NameServerSoftware software) throws Exception {
		NameServer server = start(software);
		try (ServerSocket listener = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress());
				DatagramSocket silent = new DatagramSocket(listener.getLocalSocketAddress())) {
			Thread relay = new Thread(() -> relay(listener, server.port()));
			relay.start();
			// Half of it is waited for what does not come.
			records("127.0.0.1:" + silent.getLocalPort(), "example.test", this.key, Duration.ofSeconds(12))
				.publish(txt(NAME, ONE));
			relay.join();
		}
		assertThat(server.txt(NAME)).containsExactly(ONE);
	}

	/**
	 * Pass on one message of a length of two bytes before it, and the answer.
	 */
	private static void relay(ServerSocket listener, int port) {
		try (Socket client = listener.accept(); Socket server = new Socket(listener.getInetAddress(), port)) {
			for (Socket from : List.of(client, server)) {
				DataInputStream in = new DataInputStream(from.getInputStream());
				byte[] message = in.readNBytes(in.readUnsignedShort());
				DataOutputStream out = new DataOutputStream(((from == client) ? server : client).getOutputStream());
				out.write(ByteBuffer.allocate(Short.BYTES + message.length)
					.putShort((short) message.length)
					.put(message)
					.array());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void theDescriptionNamesTheServer() {
		assertThat(new Rfc2136DnsRecords(
				new Rfc2136Settings("127.0.0.1:8953", null, null, Duration.ofSeconds(60), Duration.ofSeconds(10))))
			.extracting(DnsRecords::description)
			.isEqualTo("RFC 2136 update at 127.0.0.1:8953");
	}

	private static void forEach(List<TxtRecord> all, Change change) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Void>> calls = new ArrayList<>();
			for (TxtRecord record : all) {
				calls.add(() -> {
					change.apply(record);
					return null;
				});
			}
			for (Future<Void> call : threads.invokeAll(calls)) {
				call.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private NameServer start(NameServerSoftware software) {
		return open(software, this.zone, TestZone.of("validation.test").updatableBy(this.key));
	}

	private NameServer open(NameServerSoftware software, TestZone... zones) {
		NameServerBuilder builder = NameServer.of(software, Objects.requireNonNull(this.folder));
		Stream.of(zones).forEach(builder::zone);
		NameServer server = builder.start();
		this.servers.push(server);
		return server;
	}

	private static DnsRecords records(NameServer server, TsigKey key) {
		return records(server.address(), null, key);
	}

	private static DnsRecords records(String server, @Nullable String zone, @Nullable TsigKey key) {
		return records(server, zone, key, PATIENCE);
	}

	private static DnsRecords records(String server, @Nullable String zone, @Nullable TsigKey key, Duration timeout) {
		return new Rfc2136DnsRecords(new Rfc2136Settings(server, zone,
				(key != null) ? new Rfc2136Settings.Key(key.name(), key.algorithm(), key.secret()) : null,
				Duration.ofSeconds(5), timeout));
	}

	private static TxtRecord txt(String name, String value) {
		return new TxtRecord(name, value, name);
	}

	/**
	 * A method of {@link DnsRecords}.
	 */
	private interface Change {

		void apply(TxtRecord record) throws DnsRecordsException, InterruptedException;

	}

}
