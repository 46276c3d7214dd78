package dev.autohttps.certbot;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What certbot's {@code renewal/NAME.conf} says of a lineage.
 *
 * @param server the URL of the CA's directory, or {@code null} if it is not said
 * @param account the name of the account's folder, or {@code null} if it is not said
 * @param origin where certbot itself has its directory, or {@code null} if it is not said
 */
record RenewalFile(@Nullable String server, @Nullable String account, @Nullable Path origin) {

	private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-]+");

	/**
	 * Read the flat part of it, which is in the format of ConfigObj: the sections within
	 * sections, such as {@code [[webroot_map]]}, say nothing of this.
	 */
	static RenewalFile parse(String text) {
		Map<String, String> values = new HashMap<>();
		String section = "";
		for (String line : text.lines().map(String::strip).toList()) {
			if (line.startsWith("[")) {
				section = line;
			}
			int equals = line.indexOf('=');
			if (equals > 0 && !line.startsWith("#") && !section.startsWith("[[")) {
				values.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
			}
		}
		String account = values.get("account");
		return new RenewalFile(values.get("server"),
				(account != null && FOLDER.matcher(account).matches()) ? account : null,
				origin(values.get("archive_dir")));
	}

	/**
	 * {@code archive/NAME} is two levels below.
	 */
	private static @Nullable Path origin(@Nullable String archive) {
		try {
			Path parent = (archive != null) ? Path.of(archive).getParent() : null;
			return (parent != null) ? parent.getParent() : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static String unquoted(String value) {
		boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"))
				&& value.charAt(0) == value.charAt(value.length() - 1);
		return quoted ? value.substring(1, value.length() - 1) : value;
	}

}
