package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;

import dev.autohttps.test.EnabledIfNameServers;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.NameServerSoftware;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.agent.RuntimeHintsAgent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What we and our libraries do by reflection while a certificate is obtained, which an
 * agent sees, held against the hints that a native image would be made with.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("once")
class RuntimeHintsTests {

	@TempDir
	Path store;

	@TempDir
	Path folder;

	@Test
	void thereIsAHintForAllThatIsDoneByReflectionUntilCertificatesAreServed() throws Exception {
		try (Pebble pebble = Pebble.builder().start()) {
			assertThatAllIsExpected(RunningApplication.properties(pebble, this.store,
					"https.certificates.shop.domains=a.test", "https.certificates.shop.key-types=ec-p256,rsa-2048",
					"https.default-certificate=shop", "https.certificates.alpn.domains=b.test",
					"https.certificates.alpn.challenges=tls-alpn-01", "server.port=" + pebble.tlsPort(),
					"https.certificates.local.domains=localhost", "https.certificates.local.issuer=local"));
		}
	}

	@Test
	@EnabledIfNameServers
	void thereIsAHintForAllThatIsDoneByReflectionToChangeTheDns() throws Exception {
		try (DnsScene scene = new DnsScene(NameServerSoftware.BIND, this.folder)) {
			assertThatAllIsExpected(scene.properties(this.store, "https.domains=*." + DnsScene.FIRST));
		}
	}

	private static void assertThatAllIsExpected(List<String> properties) throws Exception {
		CodeSource agent = RuntimeHintsAgent.class.getProtectionDomain().getCodeSource();
		String watched = HintsApplication.WATCHED.stream().map((one) -> "+" + one).collect(Collectors.joining(","));
		try (ChildProcess process = ChildProcess.start(HintsApplication.class, properties,
				"-javaagent:" + Path.of(agent.getLocation().toURI()) + "=" + watched)) {
			String recorded = process.await(HintsApplication.RECORDED);
			assertThat(process.output()).filteredOn((line) -> line.startsWith(HintsApplication.UNEXPECTED)).isEmpty();
			assertThat(Integer.parseInt(recorded.substring(HintsApplication.RECORDED.length()))).isPositive();
			System.out.println(recorded);
		}
	}

}
