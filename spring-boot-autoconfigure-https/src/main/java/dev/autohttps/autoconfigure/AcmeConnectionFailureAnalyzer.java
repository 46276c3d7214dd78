package dev.autohttps.autoconfigure;

import dev.autohttps.acme.connection.AcmeConnectionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why a service cannot be used as a CA.
 */
class AcmeConnectionFailureAnalyzer extends AbstractFailureAnalyzer<AcmeConnectionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AcmeConnectionException cause) {
		return new FailureAnalysis(cause.getReason(), cause.getAction(), cause);
	}

}
