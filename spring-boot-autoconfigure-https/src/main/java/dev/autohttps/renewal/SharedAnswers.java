package dev.autohttps.renewal;

import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.ChallengeAnswers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The answers that this process offers and, for our own names, those of the other
 * processes that share the store: the CA asks the one that has the port, which need not
 * be the one that placed the order.
 */
public final class SharedAnswers implements ChallengeAnswers {

	private static final Log logger = LogFactory.getLog(SharedAnswers.class);

	private final ChallengeAnswers own;

	private final CertificateKeepers keepers;

	/**
	 * Create a new instance.
	 * @param own what this process offers
	 * @param keepers whose issuances may have been begun by another process
	 */
	public SharedAnswers(ChallengeAnswers own, CertificateKeepers keepers) {
		this.own = own;
		this.keepers = keepers;
	}

	@Override
	public List<ChallengeAnswer> find(String type, String identifier) {
		List<ChallengeAnswer> found = new ArrayList<>(this.own.find(type, identifier));
		for (CertificateKeeper keeper : this.keepers) {
			if (keeper.spec().domains().any((domain) -> domain.identifier().equals(identifier))) {
				stored(keeper).stream()
					.filter((answer) -> answer.type().equals(type) && answer.identifier().equals(identifier))
					.filter((answer) -> !found.contains(answer))
					.forEach(found::add);
			}
		}
		return found;
	}

	private static List<ChallengeAnswer> stored(CertificateKeeper keeper) {
		try {
			return keeper.storedAnswers();
		}
		catch (RuntimeException ex) {
			// Whoever asked gets an answer all the same.
			logger.debug("The answers of other processes cannot be read", ex);
			return List.of();
		}
	}

}
