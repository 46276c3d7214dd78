package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Names things in a {@link Store}: readable for people, and never the same for two
 * different things.
 */
public final class StoreKeys {

	private StoreKeys() {
	}

	/**
	 * Return the key of what belongs to one certificate.
	 * @param kind what it is, the first part of the key
	 * @param issuer the issuer's {@link CertificateIssuer#id()}
	 * @param spec the certificate that is wanted
	 * @return a key made of CA, exact names and key type
	 */
	public static String of(String kind, String issuer, CertificateSpec spec) {
		return kind + "/" + issuer + "/" + names(spec.domains()) + "/" + spec.id().keyType().id();
	}

	/**
	 * Return the name of the lease under which a certificate is sought: the same for all
	 * key types and issuers of the same names, since a CA that looks at a name can be
	 * shown the answers of one order only, and need not look again for the next.
	 * @param spec the certificate that is wanted
	 * @return the name of a lease
	 */
	public static String lease(CertificateSpec spec) {
		return "issuances/" + names(spec.domains());
	}

	/**
	 * Make a part of a key out of any text.
	 * @param readable what a person should recognize
	 * @param exact what must be different for two different parts
	 * @return a part of a key
	 */
	public static String part(String readable, String exact) {
		String slug = readable.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
		String shortened = (slug.length() > 80) ? slug.substring(0, 80) : slug;
		return shortened + "_" + sha256(exact).substring(0, 12);
	}

	private static String names(Domains domains) {
		String exact = domains.names().stream().sorted().collect(Collectors.joining("\n"));
		return part(exact.replaceAll("(?s)\n.*", "").replace("*", "any"), exact);
	}

	private static String sha256(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
