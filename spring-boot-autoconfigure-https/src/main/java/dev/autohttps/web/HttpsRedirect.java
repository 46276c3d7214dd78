package dev.autohttps.web;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Sends a client of plain HTTP to the same place over HTTPS, if there is a certificate
 * for the name, and nowhere else.
 */
final class HttpsRedirect {

	private static final int HTTPS = 443;

	/**
	 * What could end the header field, should a server ever let it through.
	 */
	private static final Pattern UNSAFE = Pattern.compile("[\\x00-\\x20\\x7f]");

	private static final Map<String, String> SOON = Map.of("Retry-After", "10", "Cache-Control", "no-store");

	private static final Map<String, String> NOT_STORED = Map.of("Cache-Control", "no-store");

	private final LiveCertificates live;

	private final @Nullable Integer publicPort;

	private final ServerPorts ports;

	HttpsRedirect(LiveCertificates live, @Nullable Integer publicPort, ServerPorts ports) {
		this.live = live;
		this.publicPort = publicPort;
		this.ports = ports;
	}

	HttpAnswer answer(HttpQuestion question) {
		String host = question.hostName();
		List<LiveCertificate> certificates = (host != null) ? this.live.current().findExactly(host) : List.of();
		if (host == null || certificates.isEmpty() || !question.path().startsWith("/")
				|| UNSAFE.matcher(target(question)).find()) {
			return new HttpAnswer(404, NOT_STORED, "There is nothing here for that name.\n");
		}
		if (certificates.stream().allMatch(LiveCertificate::isPlaceholder) || this.ports.https() == 0) {
			return new HttpAnswer(503, SOON, "HTTPS is not ready for this name yet.\n");
		}
		boolean lasting = certificates.stream().allMatch((one) -> one.standing() == Standing.PRODUCTION);
		String location = "https://" + (host.contains(":") ? "[" + host + "]" : host) + port(question)
				+ target(question);
		// What a browser remembers of a certificate that only this machine trusts would
		// stand in the way of the next application that is developed under the same name.
		return lasting ? new HttpAnswer(308, Map.of("Location", location), "")
				: new HttpAnswer(307, Map.of("Location", location, "Cache-Control", "no-store"), "");
	}

	private static String target(HttpQuestion question) {
		return question.path() + ((question.query() != null) ? "?" + question.query() : "");
	}

	private String port(HttpQuestion question) {
		int port = this.ports.https();
		if (this.publicPort != null) {
			port = this.publicPort;
		}
		else if (question.hostPort() != this.ports.plain()) {
			// The client came through a mapped port, so the HTTPS port is mapped too.
			port = HTTPS;
		}
		return (port == HTTPS) ? "" : ":" + port;
	}

}
