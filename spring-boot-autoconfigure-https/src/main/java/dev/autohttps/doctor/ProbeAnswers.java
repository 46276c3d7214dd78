package dev.autohttps.doctor;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.OfferedAnswers;
import org.jspecify.annotations.Nullable;

/**
 * What this process, and no other, answers while it is asked by itself.
 */
final class ProbeAnswers implements AutoCloseable {

	private static final SecureRandom RANDOM = new SecureRandom();

	private final OfferedAnswers offered;

	private final List<ChallengeAnswer> answers = new ArrayList<>();

	ProbeAnswers(OfferedAnswers offered) {
		this.offered = offered;
	}

	/**
	 * Offer an answer.
	 * @return the answer, or {@code null} if it would take the place of one that a CA is
	 * to be given
	 */
	@Nullable ChallengeAnswer offer(String type, String identifier) {
		String token = random();
		ChallengeAnswer answer = new ChallengeAnswer(type, identifier, token, token + "." + random());
		this.offered.offer(List.of(answer));
		// Over HTTP there can be many; in a handshake only one can be shown.
		if (type.equals("tls-alpn-01") && this.offered.find(type, identifier).size() > 1) {
			this.offered.withdraw(List.of(answer));
			return null;
		}
		this.answers.add(answer);
		return answer;
	}

	@Override
	public void close() {
		this.offered.withdraw(this.answers);
	}

	private static String random() {
		byte[] bytes = new byte[32];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
