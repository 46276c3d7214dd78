package dev.autohttps.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process is killed between any two steps of its first issuance, and started again.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("bench")
class KillTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "after:KEY_MADE", "before:ORDER_PLACED", "after:ORDER_PLACED", "after:ANSWERS_OFFERED",
			"before:CHALLENGES_ANSWERED", "after:CHALLENGES_ANSWERED", "before:FINALIZED", "after:FINALIZED",
			"before:ISSUED", "after:ISSUED", "before:certificates", "after:certificates" })
	void isFinishedAfterARestart(String point) throws Exception {
		Path log = this.directory.resolve("pebble.log");
		Path store = this.directory.resolve("store");
		try (Pebble pebble = Pebble.builder().logTo(log).start()) {
			List<String> properties = RunningApplication.properties(pebble, store, "https.domains=a.test,www.a.test");
			List<String> killed = new ArrayList<>(properties);
			killed.add("test.point=" + point);
			try (ChildProcess process = ChildProcess.start(KilledApplication.class, killed)) {
				process.await(KilledApplication.AT + point);
				if (point.endsWith("CHALLENGES_ANSWERED")) {
					// An answer that the CA did not get in time spoils the order for
					// good.
					Await.until("both names are validated", Duration.ofSeconds(60),
							() -> Files.readString(log).split("set VALID by completed challenge", -1).length == 3);
				}
			}
			try (ChildProcess process = ChildProcess.start(KilledApplication.class, properties)) {
				String port = process.await(KilledApplication.PORT).replaceAll(".*" + KilledApplication.PORT, "");
				TlsClient client = TlsClient.trusting(pebble.root());
				Await.until("the certificate is served", Duration.ofSeconds(30), () -> {
					client.connect(Integer.parseInt(port), "www.a.test").close();
					return true;
				});
				assertThat(stored(store).serial())
					.isEqualTo(TlsClient.served(Integer.parseInt(port), "a.test").getSerialNumber().toString(16));
				assertThat(process.output()).noneMatch((line) -> line.contains("WARN") && line.contains("autohttps"));
			}
			// Only an order that the process never heard of is lost.
			assertThat(pebble.ordersPlaced()).isEqualTo(point.equals("before:ORDER_PLACED") ? 2 : 1);
			assertThat(pebble.certificatesIssued()).isOne();
			assertThat(pebble.accountsMade()).isOne();
			assertThat(store.resolve("set-aside")).doesNotExist();
		}
	}

	@Test
	void anOrderOfAnotherAccountIsGivenUp() throws Exception {
		Path store = this.directory.resolve("store");
		try (Pebble pebble = Pebble.builder().start()) {
			List<String> properties = RunningApplication.properties(pebble, store, "https.domains=a.test");
			List<String> killed = new ArrayList<>(properties);
			killed.add("test.point=after:ORDER_PLACED");
			try (ChildProcess process = ChildProcess.start(KilledApplication.class, killed)) {
				process.await(KilledApplication.AT);
			}
			try (var files = Files.walk(store.resolve("accounts"))) {
				Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
			}
			try (ChildProcess process = ChildProcess.start(KilledApplication.class, properties)) {
				process.await("the order belongs to another account");
				process.await("was obtained");
			}
			assertThat(pebble.accountsMade()).isEqualTo(2);
			assertThat(pebble.ordersPlaced()).isEqualTo(2);
			assertThat(pebble.certificatesIssued()).isOne();
		}
	}

	private static ServerCertificate stored(Path store) throws Exception {
		try (var files = Files.walk(store.resolve("certificates"))) {
			List<Path> found = files.filter(Files::isRegularFile).toList();
			assertThat(found).hasSize(1);
			return ServerCertificate.parse(Files.readString(found.get(0)));
		}
	}

}
