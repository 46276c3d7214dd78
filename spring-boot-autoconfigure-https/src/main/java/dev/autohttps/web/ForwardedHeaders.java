package dev.autohttps.web;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads from a proxy's header fields ({@code Forwarded} of RFC 7239, else
 * {@code X-Forwarded-Proto} or {@code X-Forwarded-Ssl}) whether the client of the proxy
 * speaks HTTPS.
 */
final class ForwardedHeaders {

	private static final Pattern PROTO = Pattern.compile("(?:^|;)\\s*proto\\s*=\\s*\"?([A-Za-z]+)\"?",
			Pattern.CASE_INSENSITIVE);

	private ForwardedHeaders() {
	}

	/**
	 * Return whether the client speaks HTTPS.
	 * @param headers gives the value of a header field, or {@code null} if there is none
	 * @return whether it does, by the first of the proxies that say so
	 */
	static boolean isHttps(UnaryOperator<@Nullable String> headers) {
		String forwarded = headers.apply("Forwarded");
		if (forwarded != null) {
			Matcher proto = PROTO.matcher(first(forwarded));
			if (proto.find()) {
				return isHttps(proto.group(1));
			}
		}
		String proto = headers.apply("X-Forwarded-Proto");
		return (proto != null) ? isHttps(first(proto)) : "on".equals(headers.apply("X-Forwarded-Ssl"));
	}

	private static boolean isHttps(String scheme) {
		String lower = scheme.strip().toLowerCase(Locale.ROOT);
		return lower.equals("https") || lower.equals("wss");
	}

	private static String first(String list) {
		int comma = list.indexOf(',');
		return (comma < 0) ? list : list.substring(0, comma);
	}

}
