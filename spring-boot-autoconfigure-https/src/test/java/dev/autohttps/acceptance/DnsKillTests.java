package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.autohttps.test.EnabledIfNameServers;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.NameServerSoftware;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process is killed while values are on their way into the DNS or out of it.
 */
@EnabledIfPebble
@EnabledIfNameServers
@Tag("acceptance")
@Tag("bench")
@Timeout(180)
class DnsKillTests {

	private static final String NAME = "_acme-challenge.first.test";

	private static final String BOTH = "https.domains=first.test, *.first.test";

	@TempDir
	Path directory;

	private DnsScene scene;

	private Path store;

	@BeforeEach
	void startTheServers() {
		this.store = this.directory.resolve("store");
		this.scene = new DnsScene(NameServerSoftware.BIND, this.directory);
	}

	@AfterEach
	void closeTheServers() throws Exception {
		this.scene.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "before:dns", "after:dns", "before:CHALLENGES_ANSWERED", "after:FINALIZED",
			"after:certificates" })
	void theOrderIsFinishedAfterARestartAndNoValueIsLeft(String point) throws Exception {
		kill(point);
		try (ChildProcess process = ChildProcess.start(KilledApplication.class,
				this.scene.properties(this.store, BOTH))) {
			Await.until("the certificate is stored", Duration.ofSeconds(30),
					() -> !files("certificates").isEmpty() && files("issuances").isEmpty());
			assertThatNothingIsLeft();
			assertThat(process.output()).noneMatch((line) -> line.contains("WARN") && line.contains("autohttps"));
		}
		assertThat(this.scene.pebble.ordersPlaced()).isOne();
		assertThat(this.scene.pebble.certificatesIssued()).isOne();
	}

	@Test
	void theValuesOfACertificateThatNobodyWantsAnyMoreAreWithdrawnADayLater() throws Exception {
		kill("before:CHALLENGES_ANSWERED");
		assertThat(this.scene.first.txt(NAME)).hasSize(2);
		LeapingClock clock = new LeapingClock();
		List<String> other = this.scene.properties(this.store, "https.domains=www.first.test");
		try (RunningApplication application = RunningApplication.start(other, clock)) {
			application.awaitCertificate(clock);
			assertThat(this.scene.first.txt(NAME)).hasSize(2);
		}
		clock.leap(clock.instant().plus(Duration.ofHours(25)));
		try (RunningApplication application = RunningApplication.start(other, clock)) {
			assertThatNothingIsLeft();
		}
	}

	private void kill(String point) throws IOException {
		List<String> killed = new ArrayList<>(this.scene.properties(this.store, BOTH));
		killed.add("test.point=" + point);
		try (ChildProcess process = ChildProcess.start(KilledApplication.class, killed)) {
			process.await(KilledApplication.AT + point);
		}
	}

	private void assertThatNothingIsLeft() {
		Await.until("no value is left", Duration.ofSeconds(60),
				() -> this.scene.first.txt(NAME).isEmpty() && files("dns").isEmpty());
	}

	private List<Path> files(String folder) throws IOException {
		if (!Files.exists(this.store.resolve(folder))) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(this.store.resolve(folder))) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

}
