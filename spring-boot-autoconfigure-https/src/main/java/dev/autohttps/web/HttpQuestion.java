package dev.autohttps.web;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;

/**
 * As much of a request as is needed to answer it without the application.
 *
 * @param method the method
 * @param path the path as the client sent it, neither decoded nor normalized
 * @param query the query as the client sent it, or {@code null} if there is none
 * @param host the {@code Host} header or what has its place in HTTP/2, or {@code null} if
 * there is none
 * @param secure whether the client speaks HTTPS, as far as the server can tell
 * @param headers gives the value of a header field, or {@code null} if there is none
 */
public record HttpQuestion(String method, String path, @Nullable String query, @Nullable String host, boolean secure,
		UnaryOperator<@Nullable String> headers) {

	private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]/@\\\\\\s]+)(?::(\\d{0,5}))?");

	/**
	 * Return the name that the client asks for.
	 * @return the host in the form in which names are compared, or {@code null} if there
	 * is none
	 */
	@Nullable String hostName() {
		return (this.host != null) ? hostName(this.host) : null;
	}

	static @Nullable String hostName(String host) {
		Matcher matcher = HOST.matcher(host.strip());
		return matcher.matches() ? Domain.normalize(matcher.group(1)) : null;
	}

	/**
	 * Return the port that the client believes to talk to.
	 * @return the port of the {@code Host} header, or that of plain HTTP if it has none
	 */
	int hostPort() {
		Matcher matcher = match();
		String port = (matcher != null) ? matcher.group(2) : null;
		return (port != null && !port.isEmpty()) ? Integer.parseInt(port) : 80;
	}

	private @Nullable Matcher match() {
		Matcher matcher = (this.host != null) ? HOST.matcher(this.host.strip()) : null;
		return (matcher != null && matcher.matches()) ? matcher : null;
	}

}
