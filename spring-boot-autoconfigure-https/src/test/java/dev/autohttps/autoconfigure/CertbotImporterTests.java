package dev.autohttps.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.autohttps.Certificates;
import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CertbotImporter}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertbotImporterTests {

	private final TestStore store = new TestStore();

	@TempDir
	Path files;

	private ApplicationContextRunner application;

	@BeforeEach
	void prepare() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, AcmeAutoConfiguration.class,
					HttpsAutoConfiguration.class))
			.withBean(Store.class, () -> this.store)
			.withBean(Http01ChallengeSolver.class)
			.withPropertyValues("https.domains=shop.localhost", "https.acme.server=https://localhost:1/dir",
					"https.acme.terms-of-service-agreed=true");
	}

	@Test
	void looksAtNothingUnlessADirectoryIsNamed() {
		this.application.withPropertyValues("https.issuer=acme").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(CertbotImporter.class).isRunning()).isTrue();
		});
	}

	@Test
	void comesBeforeCertificatesAreLoaded() {
		this.application.withPropertyValues("https.issuer=local", "https.certbot.directory=" + this.files)
			.run((context) -> assertThat(context.getBean(CertbotImporter.class).getPhase())
				.isLessThan(context.getBean(HttpsLoader.class).getPhase()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.issuer=local", "server.port=0" })
	void looksAtNothingWhereTheLocalCaIssues(String property) {
		this.application.withPropertyValues(property, "https.certbot.directory=" + this.files.resolve("none"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void looksAtNothingWhereTheDirectoryIsEmpty() {
		this.application.withPropertyValues("https.issuer=acme", "https.certbot.directory=")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aStoreThatFailsIsSaidAndTheStartGoesOn(CapturedOutput output) throws Exception {
		ServerCertificate certificate = Certificates.selfSigned("shop.localhost");
		Path live = Files.createDirectories(this.files.resolve("live/shop"));
		Files.writeString(live.resolve("fullchain.pem"), Pem.encode(certificate.chain()));
		Files.writeString(live.resolve("privkey.pem"), Pem.encode(certificate.privateKey()));
		Files.createDirectory(this.files.resolve("renewal"));
		Files.writeString(this.files.resolve("renewal/shop.conf"), "server = https://localhost:1/dir");
		this.store.breakOn((operation) -> operation.startsWith("save certificates"));
		this.application.withPropertyValues("https.issuer=acme", "https.certbot.directory=" + this.files)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Not all could be taken over from " + this.files + ": ")
			.doesNotContain("Taken over");
	}

	@Test
	void aDirectoryThatIsNotThereStopsTheStart() {
		this.application
			.withPropertyValues("https.issuer=acme", "https.certbot.directory=" + this.files.resolve("none"))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseMessage("There is no such directory.")
				.hasStackTraceContaining("https.certbot.directory = '" + this.files.resolve("none") + "'"));
	}

}
