package dev.autohttps.docker.compose;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

import dev.autohttps.acme.connection.AcmeConnectionException;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.docker.compose.PebbleDockerComposeConnectionDetailsFactory.PebbleDockerComposeConnectionDetails;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PebbleDockerComposeConnectionDetails}, without an engine.
 */
@Tag("once")
class PebbleDockerComposeConnectionDetailsTests {

	private static final String LABEL = "org.springframework.boot.sslbundle.pem.truststore.certificate";

	private static final String ABSENT = "there-is-no-container-of-this-name";

	@TempDir
	Path folder;

	private File composeFile;

	@BeforeEach
	void writeTheComposeFile() throws Exception {
		this.composeFile = Files.createFile(this.folder.resolve("compose.yaml")).toFile();
	}

	@Test
	void trustsWhatTheLabelNamesBesideTheComposeFile() throws Exception {
		X509Certificate root = TestCertificates.root();
		Files.writeString(this.folder.resolve("minica.pem"), Pem.encode(List.of(root)));
		PebbleDockerComposeConnectionDetails details = details(Map.of(14000, 32768), Map.of(LABEL, "minica.pem"));
		assertThat(details.getDirectory()).hasToString("https://localhost:32768/dir");
		assertThat(details.isForTests()).isTrue();
		var trusted = details.getSslBundle().getStores().getTrustStore();
		assertThat(trusted.getCertificate(trusted.aliases().nextElement())).isEqualTo(root);
		assertThat(trusted.size()).isEqualTo(1);
	}

	@Test
	void saysWhichPortIsMissing() {
		assertThatExceptionOfType(AcmeConnectionException.class)
			.isThrownBy(() -> details(Map.of(15000, 32768), Map.of()))
			.withMessageContaining("does not publish port 14000")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Add \"14000\" to the ports"));
	}

	@Test
	void trustsNobodyWhereItCannotBeFoundOutWhomToTrust() {
		assertThatExceptionOfType(AcmeConnectionException.class)
			.isThrownBy(() -> details(Map.of(14000, 32768), Map.of()))
			.withMessageContaining(ABSENT)
			.withMessageContaining("/test/certs/pebble.minica.pem")
			.withMessageContaining("docker cp")
			.satisfies((ex) -> assertThat(ex.getAction()).contains(LABEL));
	}

	private PebbleDockerComposeConnectionDetails details(Map<Integer, Integer> ports, Map<String, String> labels) {
		return new PebbleDockerComposeConnectionDetails(TestService.of(ABSENT, ports, labels, this.composeFile));
	}

}
