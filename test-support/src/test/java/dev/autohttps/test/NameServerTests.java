package dev.autohttps.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NameServer}.
 */
@EnabledIfNameServers
@Timeout(180)
class NameServerTests {

	private static final String NAME = "_acme-challenge.www.example.test";

	private final TsigKey key = TsigKey.named("acme");

	private final TestZone zone = TestZone.of("example.test", "www TXT first", "other CNAME www");

	private final Deque<NameServer> servers = new ArrayDeque<>();

	@TempDir
	private @Nullable Path folder;

	@AfterEach
	void closeTheServers() {
		this.servers.forEach(NameServer::close);
	}

	@ParameterizedTest
	@EnumSource
	void servesItsZonesAndAliases(NameServerSoftware software) {
		NameServer server = start(of(software).zone(this.zone).zone(TestZone.of("example.org", "a TXT second")));
		assertThat(server.txt("www.example.test")).containsExactly("first");
		assertThat(server.txt("other.example.test")).containsExactly("first");
		assertThat(server.txt("a.example.org")).containsExactly("second");
		assertThat(server.txt("b.example.org")).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> server.txt("www.example.net"))
			.withMessageContaining("REFUSED");
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatItWasToldOverRestarts(NameServerSoftware software) throws IOException {
		NameServer server = start(of(software).zone(this.zone.updatableBy(this.key)));
		assertThat(add(server, NAME, this.key)).isEqualTo("NOERROR");
		server.stop();
		assertThatIllegalStateException().isThrownBy(() -> server.txt(NAME));
		server.start();
		assertThat(server.txt(NAME)).containsExactly("value");
	}

	@ParameterizedTest
	@EnumSource
	void takesUpdatesOfGrantedNamesOnly(NameServerSoftware software) throws IOException {
		TsigKey idle = TsigKey.named("idle");
		NameServer server = start(of(software).key(idle)
			.zone(this.zone.updatableBy(this.key, NAME))
			.zone(TestZone.of("open.test").updatableByAnybody()));
		assertThat(add(server, NAME, this.key)).isEqualTo("NOERROR");
		assertThat(add(server, "a." + NAME, this.key)).isEqualTo("NOERROR");
		assertThat(add(server, "_acme-challenge.example.test", this.key)).isIn("REFUSED", "NOTAUTH");
		assertThat(add(server, NAME, idle)).isIn("REFUSED", "NOTAUTH");
		assertThat(add(server, NAME, null)).isIn("REFUSED", "NOTAUTH");
		assertThat(add(server, NAME, TsigKey.named("unknown"))).isEqualTo("NOTAUTH");
		assertThat(add(server, "a.open.test", null)).isEqualTo("NOERROR");
	}

	@ParameterizedTest
	@EnumSource
	void tellsASecondaryOfTheOtherKindAndNoFrozenCopy(NameServerSoftware software) throws IOException {
		boolean bind = (software == NameServerSoftware.BIND);
		String own = bind ? "127.0.0.1" : "127.0.0.2";
		String others = bind ? "127.0.0.2" : "127.0.0.1";
		int port = Ports.free();
		NameServer primary = start(of(software).address(own)
			.port(port)
			.zone(this.zone.updatableBy(this.key).notifies(others + ":" + port)));
		NameServer secondary = start(of(bind ? NameServerSoftware.KNOT : NameServerSoftware.BIND).address(others)
			.port(port)
			.zone(TestZone.secondary("example.test", primary.address())));
		NameServer copy = start(NameServer.knot(folder()).address("127.0.0.3").port(port).zone(this.zone.frozen()));
		add(primary, NAME, this.key);
		await(() -> secondary.txt(NAME).equals(List.of("value")), secondary);
		assertThat(copy.txt("www.example.test")).containsExactly("first");
		assertThat(copy.txt(NAME)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void isSilentWhileSuspended(NameServerSoftware software) {
		NameServer server = start(of(software).zone(this.zone));
		server.suspend();
		assertThat(new DnsQuestions("127.0.0.1", server.port()).hasZone("example.test")).isFalse();
		server.resume();
		assertThat(server.txt("www.example.test")).containsExactly("first");
	}

	@ParameterizedTest
	@EnumSource
	void aWrongConfigurationIsSaidSo(NameServerSoftware software) {
		TsigKey wrong = new TsigKey("acme", "rot13", "AAAA");
		try (NameServer server = of(software).key(wrong).build()) {
			assertThatIllegalStateException().isThrownBy(server::start)
				.withMessageStartingWith("The configuration of " + software + " is wrong (1). It last printed:")
				.withMessageContaining("rot13");
		}
	}

	@Test
	void anAddressThatBindCannotHaveIsSaidSo() {
		assertThatIllegalArgumentException().isThrownBy(NameServer.bind(folder()).address("127.0.0.2")::build)
			.withMessage("BIND only listens on addresses that an interface has, not on 127.0.0.2, but Knot does");
	}

	@Test
	void aResolverKnowsNothingButWhatItForwardsAndForgetsWithinASecond() throws IOException {
		NameServer bind = start(NameServer.bind(folder()).zone(this.zone.updatableBy(this.key)));
		NameServer knot = start(NameServer.knot(folder())
			.zone(TestZone.of("example.org", "alias CNAME www.example.test.", "a.b TXT deep")));
		NameServer resolver = NameServer.resolver(folder())
			.forward("example.test", bind.address())
			.forward("example.org", knot.address())
			.start();
		this.servers.push(resolver);
		assertThat(resolver.txt("alias.example.org")).containsExactly("first");
		assertThat(resolver.txt("a.b.example.org")).containsExactly("deep");
		assertThat(resolver.txt(NAME)).isEmpty();
		add(bind, NAME, this.key);
		await(() -> resolver.txt(NAME).equals(List.of("value")), resolver);
		long asked = System.nanoTime();
		assertThat(resolver.txt("www.example.com")).isEmpty();
		assertThat(resolver.txt("test")).isEmpty();
		Duration taken = Duration.ofNanos(System.nanoTime() - asked);
		System.out.println("Two names that nobody knows were answered for after " + taken.toMillis() + " ms");
		assertThat(taken).isLessThan(Duration.ofSeconds(15));
	}

	@Test
	@EnabledIfPebble
	void pebbleAsksIt() {
		NameServer bind = start(NameServer.bind(folder()).zone(this.zone));
		try (Pebble pebble = Pebble.builder().resolver(bind.address()).start()) {
			assertThat(pebble.isRunning()).isTrue();
		}
	}

	private NameServerBuilder of(NameServerSoftware software) {
		return NameServer.of(software, folder());
	}

	private Path folder() {
		return Objects.requireNonNull(this.folder);
	}

	private NameServer start(NameServerBuilder builder) {
		NameServer server = builder.start();
		this.servers.push(server);
		return server;
	}

	private static void await(Supplier<Boolean> condition, NameServer server) {
		long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
		while (!condition.get()) {
			assertThat(System.nanoTime()).as(server::lastLines).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	private static String add(NameServer server, String name, @Nullable TsigKey key) throws IOException {
		SimpleResolver resolver = new SimpleResolver(
				new InetSocketAddress(server.address().split(":")[0], server.port()));
		resolver.setTimeout(Duration.ofSeconds(30));
		resolver.setEDNS(-1);
		if (key != null) {
			resolver.setTSIGKey(new TSIG(TSIG.algorithmToName(key.algorithm()), Name.fromString(key.name() + "."),
					Base64.getDecoder().decode(key.secret())));
		}
		String[] labels = name.split("\\.");
		Update update = new Update(Name.fromString(labels[labels.length - 2] + "." + labels[labels.length - 1] + "."));
		update.add(Name.fromString(name + "."), Type.TXT, 1, "value");
		return Rcode.string(resolver.send(update).getRcode());
	}

}
