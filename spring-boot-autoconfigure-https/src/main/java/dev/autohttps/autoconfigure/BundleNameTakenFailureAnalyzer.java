package dev.autohttps.autoconfigure;

import dev.autohttps.ssl.BundleNameTakenException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that a certificate cannot have the name of an SSL bundle of the application.
 */
class BundleNameTakenFailureAnalyzer extends AbstractFailureAnalyzer<BundleNameTakenException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BundleNameTakenException cause) {
		String name = cause.getName();
		String property = name.equals(HttpsProperties.DEFAULT_NAME)
				? "https.domains' (whose certificate is called '" + name + "')" : "https.certificates." + name + "'";
		return new FailureAnalysis(
				"Configuration property '" + property + " describes a certificate that would be the SSL bundle '" + name
						+ "', but spring.ssl.bundle, or a bean, has a bundle of that name already.",
				"Rename one of the two, for example the certificate to https.certificates.my-" + name
						+ ", since each certificate is an SSL bundle of its own name.",
				cause);
	}

}
