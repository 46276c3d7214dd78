package dev.autohttps.acme;

import java.util.function.BooleanSupplier;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import org.shredzone.acme4j.challenge.Http01Challenge;

/**
 * Proves control by an answer over plain HTTP on port 80 (RFC 8555 section 8.3).
 */
public final class Http01ChallengeSolver implements ChallengeSolver {

	/**
	 * The challenge type.
	 */
	public static final String TYPE = Http01Challenge.TYPE;

	private final BooleanSupplier plainPort;

	/**
	 * Create a new solver for a set-up with a port for plain HTTP.
	 */
	public Http01ChallengeSolver() {
		this(() -> true);
	}

	/**
	 * Create a new solver.
	 * @param plainPort whether this application has a port for plain HTTP; where it has
	 * none, only a proxy can pass on what the CA asks
	 */
	public Http01ChallengeSolver(BooleanSupplier plainPort) {
		this.plainPort = plainPort;
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
	public boolean isLastResort() {
		return !this.plainPort.getAsBoolean();
	}

	@Override
	public ChallengeAnswer answer(ChallengeRequest request) {
		Http01Challenge http = (Http01Challenge) request.challenge();
		return new ChallengeAnswer(TYPE, request.identifier(), http.getToken(), http.getAuthorization());
	}

}
