package dev.autohttps.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a start at which nothing is issued goes without, since it takes its time: the
 * signed archives of BouncyCastle, and the keys that PKCS12 derives from passwords.
 */
@Tag("once")
class StartUpTests {

	@TempDir
	private Path folder;

	@Test
	void bouncyCastleIsLoadedOnlyWhereACertificateIsMade() throws Exception {
		assertThat(loadedUntil("was obtained and is served"))
			.contains("org.bouncycastle.cert.X509v3CertificateBuilder");
		assertThat(loadedUntil("Started ")).contains("dev.autohttps.renewal.CertificateKeeper ")
			.doesNotContain("org.bouncycastle")
			.doesNotContain("org.jose4j")
			.doesNotContain("com.sun.crypto.provider.PBEKeyFactory");
	}

	private String loadedUntil(String line) throws Exception {
		Path classes = Files.createTempFile(this.folder, "classes", ".log");
		try (ChildProcess process = ChildProcess
			.start(KilledApplication.class,
					List.of("server.port=0", "https.local.mkcert=false",
							"https.store.directory=" + this.folder.resolve("store")),
					"-Xlog:class+load:file=" + classes)) {
			process.await(line);
			process.await("Started ");
		}
		return Files.readString(classes);
	}

}
