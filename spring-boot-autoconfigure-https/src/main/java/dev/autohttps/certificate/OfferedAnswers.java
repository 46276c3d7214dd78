package dev.autohttps.certificate;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The answers that this process offers, in the order in which they were offered.
 */
public final class OfferedAnswers implements ChallengeAnswers {

	private final Set<ChallengeAnswer> answers = new CopyOnWriteArraySet<>();

	@Override
	public List<ChallengeAnswer> find(String type, String identifier) {
		return this.answers.stream()
			.filter((answer) -> answer.type().equals(type) && answer.identifier().equals(identifier))
			.toList();
	}

	/**
	 * Offer answers until they are withdrawn.
	 * @param answers the answers
	 */
	public void offer(Collection<ChallengeAnswer> answers) {
		this.answers.addAll(answers);
	}

	/**
	 * Withdraw answers. Those that are not on offer are passed over.
	 * @param answers the answers
	 */
	public void withdraw(Collection<ChallengeAnswer> answers) {
		answers.forEach(this.answers::remove);
	}

}
