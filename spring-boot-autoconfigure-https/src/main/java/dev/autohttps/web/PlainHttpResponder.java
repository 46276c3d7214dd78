package dev.autohttps.web;

import java.util.Map;
import java.util.function.IntSupplier;

import dev.autohttps.certificate.LiveCertificates;
import org.jspecify.annotations.Nullable;

/**
 * All that the plain port says: the CA's question is answered, everything else is sent to
 * HTTPS or refused, so that the application is never seen there.
 */
public final class PlainHttpResponder {

	private final ChallengeResponder challenges;

	private final LiveCertificates live;

	private final boolean redirect;

	private final @Nullable Integer redirectPort;

	/**
	 * Create a new responder.
	 * @param challenges answers the CA's question
	 * @param live what is served
	 * @param redirect whether to redirect; if not, the application is seen on the plain
	 * port
	 * @param redirectPort the port to redirect to, or {@code null} for the one that the
	 * server listens to
	 */
	public PlainHttpResponder(ChallengeResponder challenges, LiveCertificates live, boolean redirect,
			@Nullable Integer redirectPort) {
		this.challenges = challenges;
		this.live = live;
		this.redirect = redirect;
		this.redirectPort = redirectPort;
	}

	/**
	 * Answer a request to the plain port.
	 * @param question the request
	 * @param plainPort the plain port
	 * @param httpsPort the port of HTTPS
	 * @return the answer, or {@code null} if the application is to answer
	 */
	public @Nullable HttpAnswer answer(HttpQuestion question, IntSupplier plainPort, IntSupplier httpsPort) {
		HttpAnswer challenge = this.challenges.answer(question);
		if (challenge != null) {
			return challenge;
		}
		if (question.path().startsWith(ChallengeResponder.PATH)) {
			return new HttpAnswer(404, Map.of("Cache-Control", "no-store"), "No such challenge is pending.\n");
		}
		return this.redirect ? new HttpsRedirect(this.live, this.redirectPort, plainPort, httpsPort).answer(question)
				: null;
	}

}
