package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.test.EnabledIfNameServers;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.EnabledIfProgram;
import dev.autohttps.test.NameServer;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.TestZone;
import dev.autohttps.test.TsigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CA that looks into the DNS, which is changed by a program as lego calls it, or by an
 * acme-dns server that names are delegated to.
 */
@EnabledIfPebble
@EnabledIfNameServers
@EnabledIfProgram("nsupdate")
@Tag("acceptance")
@Timeout(180)
@Tag("once")
class ExecAndAcmeDnsTests {

	private final LeapingClock clock = new LeapingClock();

	private final TsigKey key = TsigKey.named("acme");

	@TempDir
	Path folder;

	@TempDir
	Path store;

	private NameServer zone;

	private AcmeDnsServer acmeDns;

	private NameServer resolver;

	private Pebble pebble;

	@BeforeEach
	void startTheServers() throws Exception {
		this.acmeDns = AcmeDnsServer.start("auth.test");
		this.zone = NameServer.bind(this.folder)
			.zone(TestZone.of("shop.test").updatableBy(this.key))
			.zone(TestZone.of("alias.test").updatableByAnybody())
			.start();
		this.resolver = NameServer.resolver(this.folder)
			.forward("shop.test", this.zone.address())
			.forward("alias.test", this.zone.address())
			.forward("auth.test", this.acmeDns.dns())
			.start();
		this.pebble = Pebble.builder()
			.resolver(this.resolver.address())
			.reusedAuthorizations(0)
			.retryAfter(0, 0)
			.start();
	}

	@AfterEach
	void closeTheServers() throws Exception {
		this.pebble.close();
		this.resolver.close();
		this.zone.close();
		this.acmeDns.close();
	}

	@Test
	void aScriptThatKeepsOneValueOfANameProvesAWildcardAndItsApex() throws Exception {
		Path log = this.folder.resolve("calls");
		Path script = script(
				"""
						#!/bin/sh
						# Forgets whatever the name had before.
						echo "$1 $2" >>%s
						if [ "$1" = present ]; then add="update add $2 1 TXT $3"; fi
						printf 'server 127.0.0.1 %s\\nupdate delete %%s TXT\\n%%s\\nsend\\n' "$2" "$add" | nsupdate -y hmac-sha256:acme:$SECRET
						"""
					.formatted(log, this.zone.port()));
		try (RunningApplication application = start("https.domains=shop.test, *.shop.test, www.shop.test",
				"https.acme.dns.exec.command=" + script, "https.acme.dns.exec.environment.SECRET=" + this.key.secret(),
				"https.acme.dns.exec.sequence-interval=2s", "https.acme.dns.servers=" + this.zone.address())) {
			application.awaitCertificate(this.clock);
			Await.until("all is cleaned up", Duration.ofSeconds(60), () -> Files.readAllLines(log).size() == 6);
			assertThat(this.zone.txt("_acme-challenge.shop.test")).isEmpty();
		}
		List<String> apex = Files.readAllLines(log).stream().filter((call) -> !call.contains("www")).toList();
		assertThat(apex).containsExactly("present _acme-challenge.shop.test.", "cleanup _acme-challenge.shop.test.",
				"present _acme-challenge.shop.test.", "cleanup _acme-challenge.shop.test.");
		assertThat(this.pebble.ordersPlaced()).isOne();
	}

	@Test
	void aScriptThatFailsIsSaidSoAndTheOrderIsGoneOnWithOnceItWorks() throws Exception {
		Path script = script("#!/bin/sh\necho 'the API says: no such zone' >&2\nexit 3\n");
		try (RunningApplication application = start("https.domains=www.shop.test",
				"https.acme.dns.exec.command=" + script, "https.acme.dns.servers=" + this.zone.address())) {
			Failure failure = application.awaitFailure(this.clock, 1);
			assertThat(failure.kind()).isEqualTo(FailureKind.DNS);
			assertThat(failure.message()).isEqualTo("dns-01 for www.shop.test: " + script
					+ " present _acme-challenge.www.shop.test. ended with exit code 3 and printed last: the API says: no "
					+ "such zone");
			assertThat(this.pebble.ordersPlaced()).isOne();
			script("""
					#!/bin/sh
					printf 'server 127.0.0.1 %s\\nupdate add %%s 1 TXT %%s\\nsend\\n' "$2" "$3" | nsupdate -y hmac-sha256:acme:%s
					"""
				.formatted(this.zone.port(), this.key.secret()));
			application.awaitCertificate(this.clock);
			assertThat(this.pebble.ordersPlaced()).isOne();
		}
	}

	@Test
	void acmeDnsSaysWhichAliasIsMissingAndIsGoneOnWithOnceItIsThere() throws Exception {
		try (RunningApplication application = start("https.domains=alias.test, *.alias.test",
				"https.acme.dns.acme-dns.url=" + this.acmeDns.url(),
				"https.acme.dns.providers.aliases.zones=alias.test",
				"https.acme.dns.providers.aliases.acme-dns.url=" + this.acmeDns.url(),
				"https.acme.dns.providers.aliases.servers=" + this.zone.address(),
				"https.acme.dns.servers=" + this.acmeDns.dns())) {
			Failure failure = application.awaitFailure(this.clock, 1);
			assertThat(failure.kind()).isEqualTo(FailureKind.DNS);
			String record = failure.message().replaceAll("(?s).*create the record (\\S+ CNAME \\S+\\.).*", "$1");
			assertThat(record).matches("_acme-challenge\\.alias\\.test\\. CNAME [0-9a-f-]{36}\\.auth\\.test\\.");
			nsupdate("update add " + record.replace(" CNAME ", " 1 CNAME "));
			application.awaitCertificate(this.clock);
			assertThat(application.status().live().certificate().names()).containsExactlyInAnyOrder("alias.test",
					"*.alias.test");
		}
		assertThat(this.pebble.ordersPlaced()).isOne();
		assertThat(this.acmeDns.requests()).filteredOn((request) -> request.startsWith("POST /register")).hasSize(1);
	}

	private RunningApplication start(String... more) {
		String[] all = new String[more.length + 1];
		all[0] = "https.acme.dns.resolvers=" + this.resolver.address();
		System.arraycopy(more, 0, all, 1, more.length);
		return RunningApplication.start(RunningApplication.properties(this.pebble, this.store, all), this.clock);
	}

	private Path script(String text) throws IOException {
		Path script = this.folder.resolve("hook.sh");
		Files.writeString(script, text);
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		return script;
	}

	/**
	 * Do what the owner of the zone does by hand.
	 */
	private void nsupdate(String line) throws Exception {
		Process process = new ProcessBuilder("nsupdate").redirectErrorStream(true).start();
		try (var input = process.outputWriter()) {
			input.write("server 127.0.0.1 " + this.zone.port() + "\n" + line + "\nsend\n");
		}
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(output).isZero();
	}

}
