package dev.autohttps.autoconfigure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What to write in place of a property that does not exist.
 */
final class PropertySuggestions {

	/**
	 * What others call it, and what is thought to be elsewhere.
	 */
	private static final Map<String, String> MISREMEMBERED = Map.ofEntries(
			Map.entry("https.port", "server.port is the port of HTTPS, and https.http.port the plain one"),
			Map.entry("https.http-port", "write https.http.port"),
			Map.entry("https.contact", "write https.acme.contact"),
			Map.entry("https.email", "write https.acme.contact"),
			Map.entry("https.acme.email", "write https.acme.contact"),
			Map.entry("https.acme.account-email", "write https.acme.contact"),
			Map.entry("https.host", "write https.domains"), Map.entry("https.hosts", "write https.domains"),
			Map.entry("https.acme.domains", "write https.domains"),
			Map.entry("https.terms-of-service-agreed", "write https.acme.terms-of-service-agreed"),
			Map.entry("https.acme.tos-agreed", "write https.acme.terms-of-service-agreed"),
			Map.entry("https.acme.agree-tos", "write https.acme.terms-of-service-agreed"),
			Map.entry("https.acme.accept-terms", "write https.acme.terms-of-service-agreed"),
			Map.entry("https.server", "write https.acme.server"),
			Map.entry("https.acme.url", "write https.acme.server"),
			Map.entry("https.acme.directory", "write https.acme.server"),
			Map.entry("https.acme.directory-url", "write https.acme.server"),
			Map.entry("https.staging", "write https.acme.server=letsencrypt-staging"),
			Map.entry("https.acme.staging", "write https.acme.server=letsencrypt-staging"),
			Map.entry("https.acme.eab", "write https.acme.external-account-binding.key-id and .mac-key"),
			Map.entry("https.challenges", "write https.acme.challenges"),
			Map.entry("https.acme.challenge", "write https.acme.challenges"),
			Map.entry("https.profile", "write https.acme.profile"), Map.entry("https.dns", "write https.acme.dns"),
			Map.entry("https.directory", "write https.store.directory"),
			Map.entry("https.key-type", "write https.certificates.NAME.key-types"),
			Map.entry("https.key-types", "write https.certificates.NAME.key-types"));

	/**
	 * System properties of the JDK, which some write into a file of the application's.
	 */
	private static final List<String> OWNED_BY_OTHERS = List.of("https.proxy", "https.protocols", "https.ciphersuites");

	private PropertySuggestions() {
	}

	/**
	 * Return what to write.
	 * @param name the name that is not known
	 * @param siblings the names that are known in its place
	 * @return a remedy, or {@code null} if the name is one of others
	 */
	static @Nullable String suggest(String name, List<String> siblings) {
		String plain = name.replace("-", "");
		if (OWNED_BY_OTHERS.stream().anyMatch(plain::startsWith)) {
			return null;
		}
		String misremembered = MISREMEMBERED.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().replace("-", "").equals(plain))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
		if (misremembered != null) {
			return misremembered;
		}
		String last = last(name);
		return siblings.stream()
			.min(Comparator.comparingInt((sibling) -> distance(last, last(sibling))))
			.filter((sibling) -> distance(last, last(sibling)) <= Math.max(1, last.length() / 4))
			.map((sibling) -> "did you mean " + sibling + "?")
			.orElse(siblings.isEmpty() ? "nothing belongs below " + name.substring(0, name.lastIndexOf('.'))
					: "known are " + String.join(", ", siblings));
	}

	private static String last(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	/**
	 * How many letters have to be added, left out or changed to come from one word to
	 * another.
	 */
	static int distance(String from, String to) {
		int[] row = new int[to.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				int change = diagonal + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[to.length()];
	}

}
