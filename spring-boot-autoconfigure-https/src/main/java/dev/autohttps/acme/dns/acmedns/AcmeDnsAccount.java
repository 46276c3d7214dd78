package dev.autohttps.acme.dns.acmedns;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.autohttps.certificate.StoreRecord;
import org.jspecify.annotations.Nullable;

/**
 * An account at an acme-dns server, which is for one name there.
 *
 * @param username the user name
 * @param password the password
 * @param subdomain the first label of the name
 * @param fulldomain the name, in lower case and without a dot at the end, or {@code null}
 * if it is not known
 */
record AcmeDnsAccount(String username, String password, String subdomain, @Nullable String fulldomain) {

	/**
	 * What can be sent in a header.
	 */
	private static final Pattern WORD = Pattern.compile("[!-~]{1,256}");

	private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,63}");

	private static final Pattern NAME = Pattern.compile("(?=.{3,253}$)" + LABEL + "(\\." + LABEL + ")+");

	static boolean isSound(@Nullable String username, @Nullable String password, @Nullable String subdomain) {
		return isWord(username) && isWord(password) && isLabel(subdomain);
	}

	static boolean isWord(@Nullable String text) {
		return matches(WORD, text);
	}

	static boolean isLabel(@Nullable String text) {
		return matches(LABEL, text);
	}

	/**
	 * Read an account.
	 * @param values as the server gave them, or as they were encoded
	 * @return the account, or {@code null} if that is none
	 */
	static @Nullable AcmeDnsAccount of(Map<String, ?> values) {
		String username = text(values, "username");
		String password = text(values, "password");
		String subdomain = text(values, "subdomain");
		String fulldomain = text(values, "fulldomain");
		if (username == null || password == null || subdomain == null || fulldomain == null
				|| !isSound(username, password, subdomain) || !matches(NAME, fulldomain)) {
			return null;
		}
		return new AcmeDnsAccount(username, password, subdomain, fulldomain.toLowerCase(Locale.ROOT));
	}

	private static @Nullable String text(Map<String, ?> values, String key) {
		return (values.get(key) instanceof String text) ? text : null;
	}

	private static boolean matches(Pattern pattern, @Nullable String text) {
		return text != null && pattern.matcher(text).matches();
	}

	byte[] encode() {
		return StoreRecord.encode(Map.of("username", this.username, "password", this.password, "subdomain",
				this.subdomain, "fulldomain", (this.fulldomain != null) ? this.fulldomain : ""));
	}

	/**
	 * Return whether it is for a name.
	 */
	boolean isFor(String name) {
		return name.equals(this.fulldomain) || name.startsWith(this.subdomain.toLowerCase(Locale.ROOT) + ".");
	}

	/**
	 * Return the name as it is written in a record, or for people what is known of it.
	 */
	String target() {
		return ((this.fulldomain != null) ? this.fulldomain : this.subdomain + ".<domain of the acme-dns server>")
				+ ".";
	}

	@Override
	public String toString() {
		return "AcmeDnsAccount[" + target() + "]";
	}

}
