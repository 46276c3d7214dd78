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
 * The certificates that a CA is shown when it asks over TLS whether a name is ours
 * (TLS-ALPN-01, RFC 8737 section 3). Each is made when it is first asked for, since
 * another process may have placed the order.
 */
public final class ChallengeCertificates {

	/**
	 * The protocol in which a CA asks.
	 */
	public static final String PROTOCOL = "acme-tls/1";

	private static final Log logger = LogFactory.getLog(ChallengeCertificates.class);

	private static final String TYPE = "tls-alpn-01";

	/**
	 * How long after it was last asked for. A CA looks from several places within
	 * seconds; a handshake asks for the alias, the key and the chain one after the other.
	 */
	private static final Duration KEPT = Duration.ofMinutes(5);

	private static final int MOST = 256;

	private final ChallengeAnswers answers;

	private final InstantSource clock;

	/**
	 * What was made, that which was given last at the end.
	 */
	private final Map<ChallengeAnswer, Made> made = new LinkedHashMap<>(16, 0.75f, true);

	/**
	 * Create a new instance.
	 * @param answers what is on offer
	 * @param clock the clock of the certificates
	 */
	public ChallengeCertificates(ChallengeAnswers answers, InstantSource clock) {
		this.answers = answers;
		this.clock = clock;
	}

	/**
	 * Find the certificate for a name whose control is being proven. Reads the store if
	 * the name is one of ours.
	 * @param serverName the name that was asked for, as {@link Domain#normalize(String)}
	 * returns it; of an IP address its reverse name (RFC 8738 section 6)
	 * @return the certificate, or {@code null} if nothing is pending
	 */
	public @Nullable ServerCertificate find(String serverName) {
		try {
			String address = ReverseName.address(serverName);
			String identifier = (address != null) ? address : serverName;
			List<ChallengeAnswer> offered = this.answers.find(TYPE, identifier);
			if (offered.isEmpty()) {
				return null;
			}
			// A CA does not say which order it asks for, and only one can be shown. Where
			// several are pending for one name, such as those for two key types, all but
			// the one that was offered last fail, and are tried again in another way or
			// later.
			return give(offered.get(offered.size() - 1));
		}
		catch (RuntimeException | LinkageError ex) {
			// Whoever asks is shown the usual certificate.
			logger.debug("The certificate of a challenge cannot be made", ex);
			return null;
		}
	}

	/**
	 * Return a certificate that was found before.
	 * @param alias as {@link ServerCertificate#alias()} returns it
	 * @return the certificate, or {@code null} if the alias is not known
	 */
	synchronized @Nullable ServerCertificate byAlias(String alias) {
		for (Made one : this.made.values()) {
			if (one.certificate().alias().equals(alias)) {
				return one.certificate();
			}
		}
		return null;
	}

	private synchronized ServerCertificate give(ChallengeAnswer answer) {
		Instant now = this.clock.instant();
		this.made.values().removeIf((one) -> one.until().isBefore(now));
		Made known = this.made.get(answer);
		if (known == null && this.made.size() >= MOST) {
			this.made.remove(this.made.keySet().iterator().next());
		}
		ServerCertificate certificate = (known != null) ? known.certificate()
				: ChallengeCertificate.of(answer, now.minus(KEPT));
		this.made.put(answer, new Made(certificate, now.plus(KEPT)));
		return certificate;
	}

	private record Made(ServerCertificate certificate, Instant until) {

	}

}
