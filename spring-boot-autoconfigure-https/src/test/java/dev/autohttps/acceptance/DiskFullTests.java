package dev.autohttps.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A store on a small file system that fills up, where this user may mount one.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("bench")
class DiskFullTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String MOUNT = "mount -t tmpfs -o size=512k tmpfs \"$0\" && exec \"$@\"";

	@TempDir
	Path directory;

	@BeforeEach
	void findOutWhetherItCanBeMounted() throws Exception {
		Process probe = new ProcessBuilder(by("true")).redirectErrorStream(true).start();
		assumeThat(probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0).as("may mount").isTrue();
	}

	@Test
	void aFullDiskCostsNeitherACertificateNorAnOrder() throws Exception {
		try (Pebble pebble = Pebble.builder().retryAfter(0, 0).profile("short", Duration.ofSeconds(24)).start()) {
			List<String> properties = RunningApplication.properties(pebble, this.directory.resolve("store"),
					"https.domains=a.test", "https.acme.profile=short", "https.acme.preflight=off");
			try (ChildProcess application = ChildProcess.start(by(), KilledApplication.class, properties)) {
				application.await("was obtained and is served");
				String line = application.await(KilledApplication.PORT);
				int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
				// The file system is seen by that process alone.
				Path fill = Path.of("/proc/" + application.pid() + "/root" + this.directory, "fill");
				fill(fill);
				X509Certificate first = TlsClient.served(port, "a.test");
				int orders = pebble.ordersPlaced();
				Await.until("it was told twice that the disk is full", PATIENCE,
						() -> application.output().stream().filter(DiskFullTests::tellsOfTheDisk).count() > 1);
				assertThat(pebble.ordersPlaced()).isEqualTo(orders);
				assertThat(TlsClient.served(port, "a.test")).isEqualTo(first);
				Files.delete(fill);
				Await.until("another certificate is served", PATIENCE,
						() -> !TlsClient.served(port, "a.test").equals(first));
				System.out.println("Full disk: " + orders + " orders before, " + pebble.ordersPlaced() + " after; "
						+ application.output()
							.stream()
							.filter(DiskFullTests::tellsOfTheDisk)
							.findFirst()
							.orElseThrow());
				assertThat(pebble.ordersPlaced()).isBetween(orders + 1, orders + 2);
				assertThat(pebble.accountsMade()).isOne();
				try (Stream<Path> entries = Files.list(fill.resolveSibling("store"))) {
					assertThat(entries).noneMatch((entry) -> entry.endsWith("set-aside"));
				}
			}
		}
	}

	private List<String> by(String... command) {
		return Stream
			.concat(Stream.of("unshare", "-m", "sh", "-c", MOUNT, this.directory.toString()), Stream.of(command))
			.toList();
	}

	private static boolean tellsOfTheDisk(String line) {
		return line.contains("could not be obtained") && line.contains("no space left on device");
	}

	private static void fill(Path file) throws IOException {
		try (OutputStream stream = Files.newOutputStream(file)) {
			while (true) {
				stream.write(new byte[1024]);
			}
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("No space left on device");
		}
	}

}
