package dev.autohttps.acme;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/**
 * Proves control by an answer in a TLS handshake on port 443 (RFC 8737).
 */
public final class TlsAlpn01ChallengeSolver implements ChallengeSolver {

	/**
	 * The challenge type.
	 */
	public static final String TYPE = TlsAlpn01Challenge.TYPE;

	private final @Nullable String impediment;

	/**
	 * Create a new solver.
	 * @param impediment why this set-up cannot answer, as {@link #impediment()} words it,
	 * or {@code null} if it can
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
	public ChallengeAnswer answer(ChallengeRequest request) {
		TlsAlpn01Challenge tls = (TlsAlpn01Challenge) request.challenge();
		return new ChallengeAnswer(TYPE, request.identifier(), tls.getJSON().get("token").asString(),
				tls.getAuthorization());
	}

}
