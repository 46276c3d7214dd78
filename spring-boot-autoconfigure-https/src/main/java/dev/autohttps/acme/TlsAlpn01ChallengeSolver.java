package dev.autohttps.acme;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;
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

	private final @Nullable String impediment;

	/**
	 * Create a new solver.
	 * @param impediment why the certificate cannot be shown in this set-up, or
	 * {@code null} if it can; see {@link ChallengeSolver#impediment()}
	 */
	public TlsAlpn01ChallengeSolver(@Nullable String impediment) {
		this.impediment = impediment;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public boolean proves(Domain domain) {
		return domain.type() != Domain.Type.WILDCARD;
	}

	@Override
	public @Nullable String impediment() {
		return this.impediment;
	}

	@Override
	public ChallengeAnswer answer(String identifier, Challenge challenge) {
		TlsAlpn01Challenge tls = (TlsAlpn01Challenge) challenge;
		String token = tls.getJSON().get("token").asString();
		return new ChallengeAnswer(TYPE, identifier, token, tls.getAuthorization());
	}

}
