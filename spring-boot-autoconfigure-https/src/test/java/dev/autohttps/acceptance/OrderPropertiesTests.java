package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application says about the way in which its certificates are ordered.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class OrderPropertiesTests {

	private static Pebble pebble;

	@TempDir
	Path store;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().profile("classic", Duration.ofDays(90)).alternateRoots(1).retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@Test
	void aProfileThatIsMisspeltIsToldAndNothingIsOrdered() {
		int before = pebble.ordersPlaced();
		try (RunningApplication application = start("https.acme.profile=clasic")) {
			Await.until("it failed", Duration.ofSeconds(60), () -> application.status().failure() != null);
			Failure failure = application.status().failure();
			assertThat(failure.kind()).isEqualTo(FailureKind.ACTION_REQUIRED);
			assertThat(failure.message()).contains("'clasic'").contains("'classic'").contains("https.acme.profile");
		}
		assertThat(pebble.ordersPlaced()).isEqualTo(before);
	}

	@Test
	void withoutAProfileThatIsNotRequiredAndWithAChainToTheRootThatIsNamed(CapturedOutput output) {
		X509Certificate other = pebble.root(1);
		String name = other.getSubjectX500Principal().getName().replaceFirst("^.*CN=([^,]*).*$", "$1");
		try (RunningApplication application = start("https.acme.profile=clasic", "https.acme.profile-required=false",
				"https.acme.preferred-chain=" + name)) {
			Await.until("it was obtained", Duration.ofSeconds(60),
					() -> application.status().state() == CertificateState.VALID);
			List<X509Certificate> chain = application.status().live().certificate().chain();
			assertThat(chain.get(chain.size() - 1).getIssuerX500Principal()).isEqualTo(other.getSubjectX500Principal());
		}
		assertThat(output).contains("Certificate 'https' is ordered without a profile");
	}

	private RunningApplication start(String... properties) {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 0, properties.length);
		all[properties.length] = "https.domains=a.test";
		return RunningApplication.start(RunningApplication.properties(pebble, this.store, all));
	}

}
