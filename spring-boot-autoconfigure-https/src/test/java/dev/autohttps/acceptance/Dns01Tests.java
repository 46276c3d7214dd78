package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfNameServers;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.NameServerSoftware;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CA that looks into the DNS, with BIND and Knot as its name servers, whose zones an
 * application changes by RFC 2136 updates.
 */
@EnabledIfPebble
@EnabledIfNameServers
@Tag("acceptance")
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class Dns01Tests {

	private final LeapingClock clock = new LeapingClock();

	@TempDir
	Path folder;

	@TempDir
	Path store;

	@ParameterizedTest
	@EnumSource
	void aWildcardItsApexAnAliasAndAnotherZoneAreInOneCertificate(NameServerSoftware software) throws Exception {
		try (DnsScene scene = new DnsScene(software, this.folder)) {
			try (RunningApplication application = start(scene,
					"https.domains=first.test, *.first.test, deleg.first.test, shop.second.test")) {
				application.awaitCertificate(this.clock);
				assertThat(names(application)).containsExactlyInAnyOrder("first.test", "*.first.test",
						"deleg.first.test", "shop.second.test");
				assertNothingIsLeft(scene, "first.test", "shop.second.test");
				assertThat(scene.second.txt("deleg.second.test")).isEmpty();
			}
			assertThat(scene.pebble.ordersPlaced()).isOne();
			assertThat(scene.pebble.certificatesIssued()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aWildcardIsProvenByDnsAndAHostByHttp(NameServerSoftware software) throws Exception {
		try (DnsScene scene = new DnsScene(software, this.folder);
				RunningApplication application = start(scene, "https.domains=plain.first.test, *.www.first.test",
						"https.acme.challenges=http-01, dns-01", "logging.level.dev.autohttps.acme.dns=debug")) {
			application.awaitCertificate(this.clock);
			assertThat(names(application)).containsExactlyInAnyOrder("plain.first.test", "*.www.first.test");
			assertThat(scene.pebble.ordersPlaced()).isOne();
			assertNothingIsLeft(scene, "plain.first.test", "www.first.test");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aWrongKeyIsSaidSoAndTheOrderIsGoneOnWithOnceItIsRight(NameServerSoftware software) throws Exception {
		try (DnsScene scene = new DnsScene(software, this.folder)) {
			try (RunningApplication application = start(scene, "https.domains=www.first.test",
					"https.acme.dns.rfc2136.key.secret=" + scene.secondKey.secret())) {
				Failure failure = application.awaitFailure(this.clock, 1);
				assertThat(failure.kind()).isEqualTo(FailureKind.DNS);
				assertThat(failure.message()).startsWith("dns-01 for www.first.test: ")
					.contains(scene.first.address(), "'acme'")
					.doesNotContain(scene.key.secret(), scene.secondKey.secret());
				assertThat(application.endpoint()).contains("dns-01 for www.first.test: ");
			}
			try (RunningApplication application = start(scene, "https.domains=www.first.test")) {
				application.awaitCertificate(this.clock);
				assertNothingIsLeft(scene, "www.first.test");
			}
			assertThat(scene.pebble.ordersPlaced()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRefusedUpdateIsSaidSo(NameServerSoftware software) throws Exception {
		try (DnsScene scene = new DnsScene(software, this.folder);
				RunningApplication application = start(scene, "https.domains=www.first.test",
						"https.acme.dns.rfc2136.key.name=" + scene.narrow.name(),
						"https.acme.dns.rfc2136.key.secret=" + scene.narrow.secret())) {
			Failure failure = application.awaitFailure(this.clock, 1);
			assertThat(failure.kind()).isEqualTo(FailureKind.DNS);
			assertThat(failure.message()).contains("_acme-challenge.www.first.test").contains("'narrow'");
		}
	}

	@Test
	void anOrderThatWaitsForTheDnsIsGoneOnWithInAnotherWayOnceThatIsConfigured() throws Exception {
		try (DnsScene scene = new DnsScene(NameServerSoftware.KNOT, this.folder)) {
			try (RunningApplication application = start(scene, "https.domains=www.first.test",
					"https.acme.dns.rfc2136.key.secret=" + scene.secondKey.secret())) {
				application.awaitFailure(this.clock, 1);
			}
			try (RunningApplication application = start(scene, "https.domains=www.first.test",
					"https.acme.challenges=http-01", "https.acme.dns.rfc2136.key.secret=" + scene.secondKey.secret())) {
				application.awaitCertificate(this.clock);
			}
			assertThat(scene.pebble.ordersPlaced()).isOne();
		}
	}

	@Test
	void aServerThatIsDownIsWaitedForWithTheSameOrder() throws Exception {
		try (DnsScene scene = new DnsScene(NameServerSoftware.BIND, this.folder)) {
			scene.second.stop();
			try (RunningApplication application = start(scene, "https.domains=shop.second.test",
					"https.acme.dns.follow-cname=false")) {
				Failure failure = application.awaitFailure(this.clock, 1);
				assertThat(failure.kind()).isEqualTo(FailureKind.DNS);
				assertThat(failure.message()).startsWith("dns-01 for shop.second.test: ")
					.contains(scene.second.address());
				scene.second.start();
				application.awaitCertificate(this.clock);
				assertThat(scene.pebble.ordersPlaced()).isOne();
				assertNothingIsLeft(scene, "shop.second.test");
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void aSecondaryThatNeverGetsTheValueIsToldByWhatItSays(NameServerSoftware software) throws Exception {
		try (DnsScene scene = new DnsScene(software, this.folder)) {
			String servers = scene.first.address() + ", " + scene.frozen.address();
			try (RunningApplication application = start(scene, "https.domains=www.first.test",
					"https.acme.dns.servers=" + servers, "https.acme.dns.propagation.timeout=2s")) {
				Failure failure = application.awaitFailure(this.clock, 1);
				assertThat(failure.kind()).isEqualTo(FailureKind.DNS);
				assertThat(failure.message().replaceAll("\"[\\w-]{43}\"", "\"VALUE\"")).isEqualTo(
						"dns-01 for www.first.test: the TXT value \"VALUE\" of _acme-challenge.www.first.test, which was "
								+ "published by RFC 2136 update at " + scene.first.address()
								+ ", is not on all name servers of https.acme.dns.servers after 2 s: "
								+ scene.first.address() + ": has it; " + scene.frozen.address()
								+ ": knows no such name (NXDOMAIN). To do: look whether the zone is transferred to the "
								+ "servers that lack it (the serial of its SOA record must be the same on all)");
				assertThat(application.status().state()).isEqualTo(CertificateState.PLACEHOLDER);
			}
			assertThat(scene.first.txt("_acme-challenge.www.first.test")).hasSize(1);
			try (RunningApplication application = start(scene, "https.domains=www.first.test")) {
				application.awaitCertificate(this.clock);
				assertNothingIsLeft(scene, "www.first.test");
			}
			assertThat(scene.pebble.ordersPlaced()).isOne();
		}
	}

	@Test
	void aSecondaryThatSaysNothingHoldsItUpForAWhileOnly(CapturedOutput output) throws Exception {
		try (DnsScene scene = new DnsScene(NameServerSoftware.BIND, this.folder)) {
			scene.frozen.stop();
			try (RunningApplication application = start(scene, "https.domains=www.first.test",
					"https.acme.dns.servers=" + scene.first.address() + ", " + scene.frozen.address(),
					"https.acme.dns.propagation.timeout=4s")) {
				application.awaitCertificate(this.clock);
				assertThat(output).contains("The CA is told of the TXT value of _acme-challenge.www.first.test, "
						+ "although not all name servers of https.acme.dns.servers could be asked: "
						+ scene.frozen.address() + ": no answer from " + scene.frozen.address());
			}
		}
	}

	/**
	 * A half of them lead to one name in the other zone, which has 25 values at once.
	 */
	@Test
	void fiftyNamesOfOneZoneAtOnceLeaveNothingBehind() throws Exception {
		try (DnsScene scene = new DnsScene(NameServerSoftware.KNOT, this.folder)) {
			List<String> names = IntStream.range(0, 25).boxed().flatMap((i) -> Stream.of("n" + i, "s" + i)).toList();
			Stream<String> certificates = names.stream()
				.map((name) -> "https.certificates." + name + ".domains=" + name + ".first.test");
			String[] properties = Stream
				.concat(certificates, Stream.of("https.default-certificate=n0", "https.acme.preflight=off"))
				.toArray(String[]::new);
			try (RunningApplication application = start(scene, properties)) {
				CertificateKeepers keepers = application.context().getBean(CertificateKeepers.class);
				Await.until("all are there", Duration.ofSeconds(120),
						() -> keepers.statuses().stream().allMatch((one) -> one.state() == CertificateState.VALID));
				assertNothingIsLeft(scene, "n0.first.test", "n24.first.test");
				assertThat(scene.second.txt("shared.second.test")).isEmpty();
			}
			assertThat(scene.pebble.ordersPlaced()).isEqualTo(50);
			assertThat(scene.pebble.certificatesIssued()).isEqualTo(50);
		}
	}

	private RunningApplication start(DnsScene scene, String... more) {
		return RunningApplication.start(scene.properties(this.store, more), this.clock);
	}

	private static List<String> names(RunningApplication application) throws Exception {
		X509Certificate served = application.served();
		ServerCertificate certificate = application.status().live().certificate();
		assertThat(certificate.leaf()).isEqualTo(served);
		return certificate.names();
	}

	/**
	 * What is not needed any more is withdrawn soon after.
	 */
	private void assertNothingIsLeft(DnsScene scene, String... names) {
		for (String name : names) {
			String challengeName = "_acme-challenge." + name;
			Await.until(challengeName + " has no value", Duration.ofSeconds(60),
					() -> (name.endsWith(DnsScene.FIRST) ? scene.first : scene.second).txt(challengeName).isEmpty());
		}
		Await.until("nothing is noted down", Duration.ofSeconds(60), () -> isEmpty(this.store.resolve("dns")));
	}

	private static boolean isEmpty(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).findAny().isEmpty();
		}
		catch (IOException ex) {
			return !Files.exists(folder);
		}
	}

}
