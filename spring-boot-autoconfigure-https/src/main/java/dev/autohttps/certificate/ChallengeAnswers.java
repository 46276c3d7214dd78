package dev.autohttps.certificate;

import java.util.List;

/**
 * The answers to challenges that are on offer at this moment. It is asked during requests
 * and handshakes: an implementation may do I/O only for a name that is one of ours.
 */
public interface ChallengeAnswers {

	/**
	 * Find what is on offer for a name.
	 * @param type the challenge type, such as {@code http-01}
	 * @param identifier the name, as {@link Domain#normalize(String)} returns it
	 * @return the answers, which differ in their tokens; none if nothing is pending
	 */
	List<ChallengeAnswer> find(String type, String identifier);

}
