package dev.autohttps.acme;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/**
 * Proves control by a certificate that is shown to who speaks {@code acme-tls/1} on port
 * 443 (RFC 8737).
 */
public final class TlsAlpn01ChallengeSolver implements ChallengeSolver {

	/**
	 * The challenge type.
	 */
	public static final String TYPE = TlsAlpn01Challenge.TYPE;

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public boolean proves(Domain domain) {
		return domain.type() != Domain.Type.WILDCARD;
	}

	@Override
	public ChallengeAnswer answer(String identifier, Challenge challenge) {
		TlsAlpn01Challenge tls = (TlsAlpn01Challenge) challenge;
		String token = tls.getJSON().get("token").asString();
		return new ChallengeAnswer(TYPE, identifier, token, tls.getAuthorization());
	}

}
