package dev.autohttps.autoconfigure;

import dev.autohttps.certificate.StoreException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that the application's own store fails. Of the one in files it is said which
 * property names it, see {@link HttpsLoader}.
 */
class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreException cause) {
		return new FailureAnalysis(
				"The bean of type Store, which keeps keys and certificates, cannot be used: " + cause.getMessage()
						+ ".",
				"Mend what it needs; or take the bean out, and certificates are kept in files (https.store.directory).",
				cause);
	}

}
