package dev.autohttps.acme;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.stream.Collectors;

import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.StoreKeys;

/**
 * A certificate authority that speaks ACME.
 *
 * @param directory the URL of its directory (RFC 8555 section 7.1.1)
 * @param standing what its certificates are worth to a client
 */
public record AcmeServer(URI directory, Standing standing) {

	/**
	 * The servers that have a name.
	 */
	private enum Known {

		LETSENCRYPT("letsencrypt", "https://acme-v02.api.letsencrypt.org/directory", Standing.PRODUCTION),

		LETSENCRYPT_STAGING("letsencrypt-staging", "https://acme-staging-v02.api.letsencrypt.org/directory",
				Standing.TRIAL),

		ZEROSSL("zerossl", "https://acme.zerossl.com/v2/DV90", Standing.PRODUCTION),

		GOOGLE("google", "https://dv.acme-v02.api.pki.goog/directory", Standing.PRODUCTION),

		GOOGLE_STAGING("google-staging", "https://dv.acme-v02.test-api.pki.goog/directory", Standing.TRIAL),

		SSLCOM("sslcom", "https://acme.ssl.com/sslcom-dv-ecc", Standing.PRODUCTION),

		ACTALIS("actalis", "https://acme-api.actalis.com/acme/directory", Standing.PRODUCTION);

		private final String id;

		private final AcmeServer server;

		Known(String id, String directory, Standing standing) {
			this.id = id;
			this.server = new AcmeServer(URI.create(directory), standing);
		}

	}

	/**
	 * Read a server as a person writes it.
	 * @param text the name of a known server, or the URL of a directory
	 * @return the server; one that is given by its URL counts as one for production
	 * @throws IllegalArgumentException if it is neither, with half a sentence that says
	 * what is wrong and what to write, of which the text is the subject
	 */
	public static AcmeServer of(String text) {
		for (Known known : Known.values()) {
			if (known.id.equals(text)) {
				return known.server;
			}
		}
		if (!text.contains(":")) {
			throw new IllegalArgumentException("is not the name of a CA: known are " + names()
					+ "; any other is named by the URL of its ACME directory, such as https://ca.example/directory");
		}
		try {
			URI directory = new URI(text);
			if ("https".equals(directory.getScheme()) && directory.getHost() != null) {
				return new AcmeServer(directory, standing(directory));
			}
		}
		catch (URISyntaxException ex) {
			// Said below.
		}
		throw new IllegalArgumentException(
				"is not the URL of an ACME directory: write one such as https://ca.example/directory");
	}

	/**
	 * Return the names of the known servers, for people.
	 * @return the names
	 */
	public static String names() {
		return Arrays.stream(Known.values()).map((known) -> known.id).collect(Collectors.joining(", "));
	}

	/**
	 * Return the part of a store's key for what belongs to this server.
	 * @return a part of a key
	 */
	public String id() {
		String url = this.directory.toString();
		return StoreKeys.part(url.substring(url.indexOf("://") + 3), url);
	}

	/**
	 * Return whether it is one of the public CAs that have a name here, even if it was
	 * given by its URL.
	 * @return whether it is
	 */
	public boolean isKnown() {
		return Arrays.stream(Known.values()).anyMatch((known) -> known.server.directory().equals(this.directory));
	}

	private static Standing standing(URI directory) {
		return Arrays.stream(Known.values())
			.filter((known) -> known.server.directory().equals(directory))
			.map((known) -> known.server.standing())
			.findFirst()
			.orElse(Standing.PRODUCTION);
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

}
