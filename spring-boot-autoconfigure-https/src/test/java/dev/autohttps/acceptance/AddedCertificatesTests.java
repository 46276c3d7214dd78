package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLHandshakeException;

import dev.autohttps.acceptance.TlsClient.Connection;
import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.CertificateRequest;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Certificates of a real CA that are added to an application that runs, and removed.
 */
@EnabledIfPebble
@Tag("acceptance")
class AddedCertificatesTests {

	private static final CertificateRequest ADDED = CertificateRequest.of("added", "added.test");

	private static Pebble pebble;

	@TempDir
	Path store;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@Test
	void aNameIsObtainedServedRemovedAndServedAgainWithoutAnotherOrder() throws Exception {
		try (RunningApplication application = start(); Connection open = connectOnceTrusted(application, "a.test")) {
			int before = pebble.ordersPlaced();
			assertThat(registry(application).add(ADDED)).isTrue();
			X509Certificate obtained = connectOnceTrusted(application, "added.test").certificate();
			assertThat(pebble.ordersPlaced()).isEqualTo(before + 1);
			try (Connection ofAdded = connect(application, "added.test")) {
				assertThat(registry(application).remove("added")).isTrue();
				// Who is connected stays so.
				assertThat(ofAdded.get("/hello")).isNotEmpty();
			}
			assertThat(TlsClient.served(application.port(), "added.test"))
				.isEqualTo(TlsClient.served(application.port(), "a.test"));
			registry(application).add(ADDED);
			assertThat(TlsClient.served(application.port(), "added.test")).isEqualTo(obtained);
			assertThat(open.get("/hello")).isNotEmpty();
			assertThat(pebble.ordersPlaced()).isEqualTo(before + 1);
		}
	}

	@Test
	void aClientThatAsksForAnUnknownNameIsRefusedUntilTheNameIsAdded() throws Exception {
		try (RunningApplication application = start("https.unknown-host=reject")) {
			assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> connect(application, "added.test"));
			registry(application).add(ADDED);
			connectOnceTrusted(application, "added.test").close();
			registry(application).remove("added");
			assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> connect(application, "added.test"));
		}
	}

	@Test
	void afterARestartItIsServedFromTheFirstHandshakeOn() throws Exception {
		X509Certificate obtained;
		try (RunningApplication application = start()) {
			registry(application).add(ADDED);
			obtained = connectOnceTrusted(application, "added.test").certificate();
		}
		int before = pebble.ordersPlaced();
		try (RunningApplication application = start("test.added=added.test")) {
			assertThat(TlsClient.served(application.port(), "added.test")).isEqualTo(obtained);
			assertThat(pebble.ordersPlaced()).isEqualTo(before);
		}
	}

	private RunningApplication start(String... more) {
		String[] properties = new String[more.length + 1];
		properties[0] = "https.domains=a.test";
		System.arraycopy(more, 0, properties, 1, more.length);
		return RunningApplication.start(RunningApplication.properties(pebble, this.store, properties));
	}

	private static CertificateRegistry registry(RunningApplication application) {
		return application.context().getBean(CertificateRegistry.class);
	}

	private static Connection connectOnceTrusted(RunningApplication application, String name) {
		AtomicReference<Connection> connected = new AtomicReference<>();
		Await.until(name + " is served", Duration.ofSeconds(30), () -> {
			connected.set(connect(application, name));
			return true;
		});
		return connected.get();
	}

	private static Connection connect(RunningApplication application, String name) throws IOException {
		return TlsClient.trusting(pebble.root()).connect(application.port(), name);
	}

}
