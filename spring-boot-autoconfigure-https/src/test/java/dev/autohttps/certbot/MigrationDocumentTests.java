package dev.autohttps.certbot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What {@code docs/migration.md} says of the lines in the log.
 */
class MigrationDocumentTests {

	private static final String CA = "https://localhost:24000/dir";

	private static String document;

	@BeforeAll
	static void readTheDocument() throws IOException {
		document = Files.readString(Path.of("..", "docs", "migration.md"));
	}

	@Test
	void theFarewellIsThere() {
		Lineage lineage = lineage(CA, TestCertificates.of("shop.test", "www.shop.test"));
		assertThat(document).contains(Farewell.to(List.of(lineage)))
			.contains("Taken over: " + lineage + ", valid until");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					https://localhost:24000/dir | ec-p256  | shop.test               | it is not for exactly the names of certificate …
					https://localhost:24000/dir | rsa-2048 | shop.test,www.shop.test | its key is rsa-2048, that of certificate … is to be ec-p256
					https://other.test/dir      | ec-p256  | shop.test,www.shop.test | it is from https://…, which is not asked here
					https://localhost:24000/dir | ec-p256  | blog.test               | no certificate is configured for any of its names
					""")
	void theRefusalsAreThere(String server, String keyType, String names, String documented) {
		LineageReview review = new LineageReview(
				List.of(new WantedImport(TestSpecs.of("shop.test", "www.shop.test"), "https.domains")),
				List.of(new AcmeServer(URI.create(CA), Standing.PRODUCTION)), (key) -> false, TestClock.START);
		NotUsableException refusal = catchThrowableOfType(NotUsableException.class,
				() -> review.review(lineage(server, TestCertificates.of(KeyType.of(keyType), names.split(",")))));
		assertThat(document).contains("| " + documented + " |");
		assertThat(refusal.getMessage()).containsSubsequence(documented.split("…"));
	}

	private static Lineage lineage(String server, ServerCertificate certificate) {
		return new Lineage("shop.test", new RenewalFile(server, null, Path.of("/etc/letsencrypt")), certificate,
				Domains.of(certificate.names()));
	}

}
