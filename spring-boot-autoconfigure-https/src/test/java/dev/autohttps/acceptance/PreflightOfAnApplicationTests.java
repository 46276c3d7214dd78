package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.Preflight.Occasion;
import dev.autohttps.certificate.Severity;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application looks at itself, with the resolver of this machine, whatever that knows.
 */
@EnabledIfPebble
@Tag("acceptance")
class PreflightOfAnApplicationTests {

	@TempDir
	Path store;

	@Test
	void nothingKeepsItFromAskingAPrivateCaForNamesThatOnlyThatOneKnows() {
		try (Pebble pebble = Pebble.builder().start();
				RunningApplication application = RunningApplication
					.start(RunningApplication.properties(pebble, this.store, "https.domains=a.test, 127.0.0.1"))) {
			CertificateSpec spec = application.status().spec();
			AcmeCertificateIssuer issuer = application.context().getBean(AcmeCertificateIssuer.class);
			List<Finding> findings = application.context()
				.getBean(Preflight.class)
				.check(spec, issuer, Occasion.ON_DEMAND);
			assertThat(findings).noneMatch(Finding::isFatal)
				.extracting(Finding::check)
				.contains("dns", "caa", "http-01", "eab", "terms", "clock", "store", "budget");
			assertThat(findings).filteredOn((one) -> one.check().equals("clock"))
				.allMatch((one) -> one.severity() == Severity.OK);
			Await.until("a certificate was obtained", Duration.ofSeconds(30),
					() -> application.status().state() == CertificateState.VALID);
		}
	}

}
