package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A disk that fails under a running application ({@code EIO}), where strace is there and
 * may make the kernel say so.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("bench")
class DiskErrorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	Path directory;

	@BeforeEach
	void findOutWhetherItCanBeInjected() throws InterruptedException {
		assumeThat(canTrace()).as("may trace").isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "fsync,fdatasync", "rename" })
	void anErrorOfTheDiskCostsNeitherACertificateNorAnOrder(String calls) throws Exception {
		try (Pebble pebble = Pebble.builder().retryAfter(0, 0).profile("short", Duration.ofSeconds(24)).start()) {
			List<String> properties = RunningApplication.properties(pebble, this.directory.resolve("store"),
					"https.domains=a.test", "https.acme.profile=short", "https.acme.preflight=off");
			try (ChildProcess application = ChildProcess.start(KilledApplication.class, properties)) {
				application.await("was obtained and is served");
				String line = application.await(KilledApplication.PORT);
				int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
				Process failing = trace(calls, "-p", String.valueOf(application.pid()));
				X509Certificate first;
				int orders;
				try {
					first = TlsClient.served(port, "a.test");
					orders = pebble.ordersPlaced();
					Await.until("it was told twice that the disk fails", PATIENCE,
							() -> application.output().stream().filter(DiskErrorTests::tellsOfTheDisk).count() > 1);
					assertThat(pebble.ordersPlaced()).isEqualTo(orders);
					assertThat(TlsClient.served(port, "a.test")).isEqualTo(first);
				}
				finally {
					// It lets go of the process, which lives on.
					failing.destroy();
					failing.onExit().join();
				}
				Await.until("another certificate is served", PATIENCE,
						() -> !TlsClient.served(port, "a.test").equals(first));
				System.out.println(
						"Failing " + calls + ": " + orders + " orders before, " + pebble.ordersPlaced() + " after; "
								+ application.output()
									.stream()
									.filter(DiskErrorTests::tellsOfTheDisk)
									.findFirst()
									.orElseThrow());
				assertThat(pebble.ordersPlaced()).isBetween(orders + 1, orders + 2);
				assertThat(pebble.requestsSeen())
					.filteredOn((request) -> request.toLowerCase(Locale.ROOT).contains("renewal"))
					.as("asked about the renewal")
					.hasSizeLessThan(4);
				assertThat(pebble.accountsMade()).isOne();
				assertThat(this.directory.resolve("store/set-aside")).doesNotExist();
			}
		}
	}

	private static boolean canTrace() throws InterruptedException {
		try {
			Process other = new ProcessBuilder("sleep", "30").start();
			Process probe = trace("fsync", "-p", String.valueOf(other.pid()));
			// It goes on for as long as the other does, unless it may not look at it.
			boolean tracing = !probe.waitFor(500, TimeUnit.MILLISECONDS);
			probe.destroy();
			other.destroy();
			return tracing;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Process trace(String calls, String... whom) throws IOException {
		Stream<String> command = Stream.concat(Stream.of("strace", "-f", "-qq", "-o", "/dev/null", "-e",
				"trace=" + calls, "-e", "inject=" + calls + ":error=EIO"), Stream.of(whom));
		return new ProcessBuilder(command.toList()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static boolean tellsOfTheDisk(String line) {
		return line.contains("could not be obtained") && line.contains("input/output error");
	}

}
