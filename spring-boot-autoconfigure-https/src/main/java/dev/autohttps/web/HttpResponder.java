package dev.autohttps.web;

import org.jspecify.annotations.Nullable;

/**
 * Answers some of the requests to a port before the application sees them.
 */
public interface HttpResponder {

	/**
	 * Answer a request. It may read the store, but only if the request asks about one of
	 * our own names.
	 * @param question the request
	 * @return the answer, or {@code null} if the application is to answer
	 */
	@Nullable HttpAnswer answer(HttpQuestion question);

	/**
	 * Return whether an answer to a request may have to wait for the store.
	 * @param question the request
	 * @return whether it must not be asked in a thread that may not wait
	 */
	default boolean mayWait(HttpQuestion question) {
		return question.path().startsWith(ChallengeResponder.PATH);
	}

}
