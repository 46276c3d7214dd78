package dev.autohttps.acme;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.WantedRecord;
import org.jspecify.annotations.Nullable;

/**
 * One way to prove control of a name (RFC 8555 section 8).
 */
public interface ChallengeSolver {

	/**
	 * Return the challenge type.
	 * @return the type, such as {@code http-01}
	 */
	String type();

	/**
	 * Return whether a name can be proven in this way.
	 * @param domain the name
	 * @return whether it can
	 */
	boolean proves(Domain domain);

	/**
	 * Return why no such challenge can be answered in this set-up.
	 * @return words that finish "tls-alpn-01 is not tried: ...", or {@code null} if
	 * nothing is in the way
	 */
	default @Nullable String impediment() {
		return null;
	}

	/**
	 * Return whether it is tried after all others, whatever the order in which they are
	 * configured.
	 * @return whether it is unlikely to succeed in this set-up
	 */
	default boolean isLastResort() {
		return false;
	}

	/**
	 * Return whether it is known that a challenge cannot be answered now, although it may
	 * be later: another one is chosen then, if there is another. It may be looked at, in
	 * the time of one exchange.
	 * @param request what the CA asks
	 * @return whether it would have to be waited for somebody
	 */
	default boolean isBlocked(ChallengeRequest request) {
		return false;
	}

	/**
	 * Return what the CA must be told when it looks. It is offered once it was saved, and
	 * only then the CA is told to look.
	 * @param request what the CA asks, a challenge of this type
	 * @return the answer
	 */
	ChallengeAnswer answer(ChallengeRequest request);

	/**
	 * Bring an answer to where the CA looks, and look whether it is there. It is called
	 * after the answer was saved, again and again until it is ready, and must not wait.
	 * By default to offer an answer is enough.
	 * @param answer the answer
	 * @param issuance the key in the store of the issuance that has it
	 * @return whether the CA may be told to look
	 * @throws IssuanceException if it cannot be brought there
	 */
	default Readiness prepare(ChallengeAnswer answer, String issuance) throws IssuanceException {
		return Readiness.READY;
	}

	/**
	 * Look whether a challenge of this type could be answered for a name, as far as that
	 * can be told without an order and without changing anything, in a few seconds.
	 * @param domain the name
	 * @return what was found, or {@code null} if there is nothing to look at
	 */
	default @Nullable Finding examine(Domain domain) {
		return null;
	}

	/**
	 * Take an answer away from where {@link #prepare} brought it. It may never have been
	 * there, and does not wait; what fails is tried again later.
	 * @param answer the answer
	 */
	default void withdraw(ChallengeAnswer answer) {
	}

	/**
	 * Take an answer away if it keeps others from their turn, since what it is for failed
	 * for now. It is {@linkplain #prepare prepared} again when that is gone on with.
	 * @param answer the answer
	 */
	default void makeRoom(ChallengeAnswer answer) {
	}

	/**
	 * Return whether somebody must create a record in the DNS by hand for it.
	 * @return whether there is something to {@link #look look} at
	 */
	default boolean needsRecord() {
		return false;
	}

	/**
	 * Return the record that somebody must create, and keep, so that a name can be proven
	 * in this way.
	 * @param request what it is to prove
	 * @return the record as it was when it was last looked at, or {@code null} if it is
	 * not known
	 */
	default @Nullable WantedRecord record(RecordRequest request) {
		return null;
	}

	/**
	 * Look at that record now, in the time of one exchange.
	 * @param request what it is to prove
	 * @return the record, or {@code null} if it is not known how it must be
	 */
	default @Nullable WantedRecord look(RecordRequest request) {
		return null;
	}

}
