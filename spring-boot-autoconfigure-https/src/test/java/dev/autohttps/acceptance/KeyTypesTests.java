package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.renewal.CertificateKeeper;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates of several key types for one name, of which a CA can be answered for one
 * at a time: in a TLS handshake there is place for one answer.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class KeyTypesTests {

	@TempDir
	Path store;

	@Test
	void ofASlowCaThatAsksByTlsBothComeWithoutAFailure(CapturedOutput output) {
		try (Pebble pebble = Pebble.builder().validationSleep(true).reusedAuthorizations(0).retryAfter(0, 0).start();
				RunningApplication application = RunningApplication
					.start(RunningApplication.properties(pebble, this.store, "server.port=" + pebble.tlsPort(),
							"https.acme.challenges=tls-alpn-01", "https.certificates.dual.domains=dual.test",
							"https.certificates.dual.key-types=ec-p256,rsa-2048"))) {
			CertificateKeepers keepers = application.context().getBean(CertificateKeepers.class);
			Await.until("both are served", Duration.ofSeconds(60),
					() -> keepers.statuses().stream().allMatch((one) -> one.state() == CertificateState.VALID));
			System.out.println("Key types: both were there "
					+ (System.nanoTime() - application.portOpened()) / 1_000_000 + " ms after the port was open");
			assertThat(keepers.statuses()).hasSize(2)
				.extracting((one) -> one.live().certificate().algorithm())
				.containsExactlyInAnyOrder("EC", "RSA");
			for (CertificateKeeper keeper : keepers) {
				List<AttemptRecord> attempts = keeper.attempts();
				assertThat(attempts).singleElement()
					.satisfies((attempt) -> assertThat(attempt.outcome()).isEqualTo(Outcome.OBTAINED));
			}
			assertThat(pebble.ordersPlaced()).isEqualTo(2);
			assertThat(output).doesNotContain("could not be obtained");
		}
	}

}
