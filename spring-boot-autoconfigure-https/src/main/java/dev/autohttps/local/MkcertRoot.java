package dev.autohttps.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;

import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.ServerCertificate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The root of mkcert, which the browsers of a developer who has it trust already. It is
 * used where it lies, and never written.
 */
final class MkcertRoot {

	private static final Log logger = LogFactory.getLog(MkcertRoot.class);

	private final Path directory;

	/**
	 * Create a new instance.
	 * @param directory what {@code mkcert -CAROOT} prints
	 */
	MkcertRoot(Path directory) {
		this.directory = directory;
	}

	/**
	 * Find the root.
	 * @param now the time
	 * @param neededUntil how long it must be valid
	 * @return the root with its key, or {@code null} if there is none that can sign
	 */
	@Nullable ServerCertificate find(Instant now, Instant neededUntil) {
		if (!exists()) {
			return null;
		}
		try {
			ServerCertificate root = ServerCertificate
				.parse(read(key()) + System.lineSeparator() + read(certificate()));
			String flaw = flaw(root, now, neededUntil);
			return (flaw == null) ? root : refused(flaw, null);
		}
		catch (IOException ex) {
			return refused("it cannot be read: " + ex, null);
		}
		catch (InvalidCertificateException ex) {
			return refused(ex.getMessage(), ex);
		}
	}

	/**
	 * Return whether the developer has one that could sign, whatever is in it.
	 */
	boolean exists() {
		return Files.exists(certificate()) && Files.exists(key());
	}

	private Path certificate() {
		return this.directory.resolve("rootCA.pem");
	}

	private Path key() {
		return this.directory.resolve("rootCA-key.pem");
	}

	private static @Nullable String flaw(ServerCertificate root, Instant now, Instant neededUntil) {
		X509Certificate certificate = root.leaf();
		if (certificate.getBasicConstraints() < 0) {
			return "it is no CA";
		}
		if (root.notBefore().isAfter(now)) {
			return "it is not valid before " + root.notBefore();
		}
		return root.notAfter().isBefore(neededUntil) ? "it is valid until " + root.notAfter() + " only" : null;
	}

	private static String read(Path file) throws IOException {
		return Files.readString(file, StandardCharsets.ISO_8859_1);
	}

	private @Nullable ServerCertificate refused(@Nullable String reason, @Nullable Exception cause) {
		logger.warn("The root of mkcert in " + this.directory + " is not used, but one of our own: " + reason
				+ ". Make it anew with mkcert, or set https.local.mkcert=false");
		logger.debug("Why the root of mkcert is not used", cause);
		return null;
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

}
