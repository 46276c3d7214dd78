package dev.autohttps.ssl;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.ChallengeAnswers;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.ServerCertificate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that answer TLS-ALPN-01 challenges (RFC 8737), made when a CA first
 * asks for them. A CA asks several times, and a handshake asks for alias, key and chain
 * one after the other: so what was given is kept for another minute.
 */
public final class ChallengeCertificates {

	private static final Log logger = LogFactory.getLog(ChallengeCertificates.class);

	private static final String TYPE = "tls-alpn-01";

	private static final Duration RETIREMENT = Duration.ofMinutes(1);

	private static final int MOST = 256;

	private final ChallengeAnswers answers;

	private final InstantSource clock;

	/**
	 * What was given, the one that was given last at the end.
	 */
	private final Map<ChallengeAnswer, Given> given = new LinkedHashMap<>(16, 0.75f, true);

	/**
	 * Create a new instance.
	 * @param answers what is on offer
	 * @param clock the time
	 */
	public ChallengeCertificates(ChallengeAnswers answers, InstantSource clock) {
		this.answers = answers;
		this.clock = clock;
	}

	/**
	 * Find the certificate to show to a CA. Whatever keeps it from being made is no
	 * reason for an error, since anybody can ask.
	 * @param serverName the SNI host name as {@link Domain#normalize(String)} returns it;
	 * for an IP address its reverse name
	 * @return the certificate, or {@code null} if no answer is on offer for that name
	 */
	public @Nullable ServerCertificate find(String serverName) {
		try {
			String address = ReverseName.address(serverName);
			List<ChallengeAnswer> offered = this.answers.find(TYPE, (address != null) ? address : serverName);
			// A CA does not say which order it asks for. While several are pending for
			// one name, all but the one that was offered last fail, and are tried again
			// in another way or later.
			return offered.isEmpty() ? null : give(offered.get(offered.size() - 1));
		}
		catch (Exception | LinkageError ex) {
			logger.debug("A challenge for " + serverName + " cannot be answered", ex);
			return null;
		}
	}

	/**
	 * Return a certificate that was found not long ago, even if its answer has been
	 * withdrawn since.
	 * @param alias as {@link ServerCertificate#alias()} returns it
	 * @return the certificate, or {@code null} if the alias is not known
	 */
	public synchronized @Nullable ServerCertificate byAlias(String alias) {
		for (Given one : this.given.values()) {
			if (one.certificate().alias().equals(alias)) {
				return one.certificate();
			}
		}
		return null;
	}

	private synchronized ServerCertificate give(ChallengeAnswer answer) throws Exception {
		Instant now = this.clock.instant();
		this.given.values().removeIf((one) -> one.until().isBefore(now));
		Given known = this.given.get(answer);
		ServerCertificate certificate = (known != null) ? known.certificate() : ChallengeCertificate.of(answer, now);
		if (known == null && this.given.size() >= MOST) {
			this.given.remove(this.given.keySet().iterator().next());
		}
		this.given.put(answer, new Given(certificate, now.plus(RETIREMENT)));
		return certificate;
	}

	private record Given(ServerCertificate certificate, Instant until) {

	}

}
