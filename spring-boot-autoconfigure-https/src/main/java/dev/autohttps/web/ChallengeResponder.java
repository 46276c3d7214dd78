package dev.autohttps.web;

import java.util.Map;
import java.util.regex.Pattern;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.ChallengeAnswers;
import org.jspecify.annotations.Nullable;

/**
 * Answers the CA's question of HTTP-01 (RFC 8555 section 8.3), and nothing else.
 */
public final class ChallengeResponder implements HttpResponder {

	/**
	 * The beginning of the path under which a CA asks.
	 */
	public static final String PATH = "/.well-known/acme-challenge/";

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,256}");

	private final ChallengeAnswers answers;

	/**
	 * Create a new responder.
	 * @param answers what is on offer
	 */
	public ChallengeResponder(ChallengeAnswers answers) {
		this.answers = answers;
	}

	/**
	 * Answer a request if it is the question for a token that is on offer for the very
	 * host that it names.
	 * @param question the request
	 * @return the answer, or {@code null} if the request is none of ours
	 */
	@Override
	public @Nullable HttpAnswer answer(HttpQuestion question) {
		if (!question.method().equals("GET") || !question.path().startsWith(PATH)) {
			return null;
		}
		String token = question.path().substring(PATH.length());
		String host = question.hostName();
		if (host == null || !TOKEN.matcher(token).matches()) {
			return null;
		}
		for (ChallengeAnswer answer : this.answers.find("http-01", host)) {
			if (answer.token().equals(token)) {
				return new HttpAnswer(200, Map.of("Cache-Control", "no-store"), answer.content());
			}
		}
		return null;
	}

}
