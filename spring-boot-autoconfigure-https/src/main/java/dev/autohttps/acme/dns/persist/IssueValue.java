package dev.autohttps.acme.dns.persist;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Who may issue, and under which conditions, in the syntax of RFC 8659 section 4.2.
 *
 * @param issuer the CA, empty if none is named
 * @param parameters the conditions, by their tags in lower case
 * @param fault what is wrong with its syntax, or {@code null} if nothing is
 */
record IssueValue(String issuer, Map<String, String> parameters, @Nullable String fault) {

	private static final Pattern TAG = Pattern.compile("[A-Za-z0-9](-*[A-Za-z0-9])*");

	private static final Pattern VALUE = Pattern.compile("[\\x21-\\x3a\\x3c-\\x7e]*");

	IssueValue {
		parameters = Map.copyOf(parameters);
	}

	static IssueValue parse(String text) {
		String[] parts = text.split(";", -1);
		String issuer = trim(parts[0]);
		Map<String, String> parameters = new LinkedHashMap<>();
		String fault = null;
		// A semicolon without any parameter after it is allowed.
		boolean bare = parts.length == 2 && trim(parts[1]).isEmpty();
		for (int i = 1; i < parts.length && fault == null && !bare; i++) {
			fault = read(trim(parts[i]), parameters);
		}
		return new IssueValue(issuer, parameters, fault);
	}

	/**
	 * Whether a text can be the value of a parameter.
	 */
	static boolean isValue(String text) {
		return VALUE.matcher(text).matches();
	}

	private static @Nullable String read(String parameter, Map<String, String> parameters) {
		if (parameter.isEmpty()) {
			return "there is a semicolon with nothing after it";
		}
		int equals = parameter.indexOf('=');
		if (equals < 0) {
			return "'" + parameter + "' is not of the form tag=value";
		}
		String tag = trim(parameter.substring(0, equals));
		String value = trim(parameter.substring(equals + 1));
		if (!TAG.matcher(tag).matches()) {
			return "'" + tag + "' is no tag";
		}
		if (!isValue(value)) {
			return "the value of " + tag + " has a blank in it, or another character that it must not have";
		}
		return (parameters.put(tag.toLowerCase(Locale.ROOT), value) != null) ? tag + " is there twice" : null;
	}

	private static String trim(String text) {
		return text.replaceAll("^[ \\t]+|[ \\t]+$", "");
	}

}
