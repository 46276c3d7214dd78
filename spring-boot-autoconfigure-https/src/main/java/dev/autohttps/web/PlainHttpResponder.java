package dev.autohttps.web;

import java.util.Map;

import dev.autohttps.certificate.LiveCertificates;
import org.jspecify.annotations.Nullable;

/**
 * All that the plain port says: the CA's question is answered, everything else is sent to
 * HTTPS or refused, so that the application is never seen there but by those whom a
 * trusted proxy has brought from HTTPS.
 */
public final class PlainHttpResponder implements HttpResponder {

	private final ChallengeResponder challenges;

	private final @Nullable HttpsRedirect redirect;

	private final boolean trustForwarded;

	/**
	 * Create a new responder.
	 * @param challenges answers the CA's question
	 * @param live what is served
	 * @param ports the ports of the server
	 * @param redirect whether to redirect; if not, the application is seen on the plain
	 * port
	 * @param redirectPort the port to redirect to, or {@code null} for the one that the
	 * server listens to
	 * @param trustForwarded whether the application believes what a proxy's header fields
	 * say of the client, whoever sends them
	 */
	public PlainHttpResponder(ChallengeResponder challenges, LiveCertificates live, ServerPorts ports, boolean redirect,
			@Nullable Integer redirectPort, boolean trustForwarded) {
		this.challenges = challenges;
		this.redirect = redirect ? new HttpsRedirect(live, redirectPort, ports) : null;
		this.trustForwarded = trustForwarded;
	}

	@Override
	public @Nullable HttpAnswer answer(HttpQuestion question) {
		HttpAnswer challenge = this.challenges.answer(question);
		if (challenge != null) {
			return challenge;
		}
		if (question.path().startsWith(ChallengeResponder.PATH)) {
			return new HttpAnswer(404, Map.of("Cache-Control", "no-store"), "No such challenge is pending.\n");
		}
		return (this.redirect == null || cameOverHttps(question)) ? null : this.redirect.answer(question);
	}

	/**
	 * Who came over HTTPS, and was brought here by a proxy that ended it, would be sent
	 * round in circles.
	 */
	private boolean cameOverHttps(HttpQuestion question) {
		return question.secure() || (this.trustForwarded && ForwardedHeaders.isHttps(question.headers()));
	}

}
