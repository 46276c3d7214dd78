package dev.autohttps.acme;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeNotSupportedException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/**
 * Tells from what acme4j throws, and from the CA's problem documents, what will help.
 */
final class AcmeFailures {

	private static final String PREFIX = "urn:ietf:params:acme:error:";

	/**
	 * Errors of RFC 8555 section 6.7 that are over by themselves.
	 */
	private static final Set<String> PASSING = Set.of("badNonce", "serverInternal", "orderNotReady", "connection");

	private final String server;

	AcmeFailures(String server) {
		this.server = server;
	}

	/**
	 * Return the type of a problem that ACME has a name for.
	 * @param name the name, such as {@code badNonce}
	 */
	static URI type(String name) {
		return URI.create(PREFIX + name);
	}

	/**
	 * Translate what acme4j threw.
	 */
	IssuanceException of(Exception thrown, @Nullable Instant retryAfter) {
		Throwable ex = (thrown instanceof AcmeLazyLoadingException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (ex instanceof AcmeUserActionRequiredException terms) {
			return new IssuanceException(
					this.server + " wants new terms of service to be agreed to: "
							+ terms.getTermsOfServiceUri().map(URI::toString).orElse(terms.getMessage()),
					FailureKind.TERMS, false, retryAfter, problem(terms.getProblem()), ex);
		}
		if (ex instanceof AcmeServerException refused) {
			FailureKind kind = (ex instanceof AcmeRateLimitedException) ? FailureKind.RATE_LIMITED
					: kind(refused.getType());
			return new IssuanceException(this.server + " refused: " + describe(problem(refused.getProblem())), kind,
					false, retryAfter, problem(refused.getProblem()), ex);
		}
		if (ex instanceof AcmeNetworkException) {
			return new IssuanceException(this.server + " cannot be reached: " + reason(ex), FailureKind.UNAVAILABLE,
					false, retryAfter, null, ex);
		}
		if (ex instanceof AcmeNotSupportedException) {
			return new IssuanceException(this.server + " does not support what is asked of it: " + ex.getMessage(),
					FailureKind.ACTION_REQUIRED, false, retryAfter, null, ex);
		}
		if (ex instanceof AcmeException) {
			return new IssuanceException(this.server + " gave an answer that is no ACME: " + ex.getMessage(),
					FailureKind.UNAVAILABLE, false, retryAfter, null, ex);
		}
		return new IssuanceException(this.server + " gave an answer that cannot be understood: " + ex,
				FailureKind.UNAVAILABLE, false, retryAfter, null, ex);
	}

	/**
	 * Make the failure of an order that the CA gave up.
	 */
	IssuanceException invalid(List<Problem> problems, @Nullable Instant retryAfter) {
		String said = problems.isEmpty() ? "it did not say why"
				: String.join("; ", problems.stream().map(AcmeFailures::describe).toList());
		boolean limited = problems.stream().anyMatch((problem) -> problem.type().equals(PREFIX + "rateLimited"));
		Problem problem = (problems.size() == 1) ? problems.get(0)
				: problems.isEmpty() ? null : new Problem(PREFIX + "compound", said, null, problems);
		return new IssuanceException(this.server + " could not validate the order: " + said,
				limited ? FailureKind.RATE_LIMITED : FailureKind.ACTION_REQUIRED, true, retryAfter, problem, null);
	}

	/**
	 * Make the failure of an order that is of no more use.
	 */
	IssuanceException spoiled(String message, FailureKind kind) {
		return new IssuanceException(message, kind, true, null, null, null);
	}

	static Problem problem(org.shredzone.acme4j.Problem problem) {
		String identifier = problem.getIdentifier().map(AcmeFailures::name).orElse(null);
		return new Problem(problem.asJSON().get("type").optional().map((type) -> type.asString()).orElse("about:blank"),
				problem.getDetail().or(problem::getTitle).orElse(null), identifier,
				problem.getSubProblems().stream().map(AcmeFailures::problem).toList());
	}

	static String name(Identifier identifier) {
		return String.valueOf(identifier.toMap().get("value"));
	}

	static String describe(Problem problem) {
		StringBuilder text = new StringBuilder();
		if (problem.identifier() != null) {
			text.append(problem.identifier()).append(": ");
		}
		text.append((problem.detail() != null) ? problem.detail() : problem.type());
		text.append(" (").append(problem.type().replace(PREFIX, "")).append(')');
		for (Problem subproblem : problem.subproblems()) {
			text.append("; ").append(describe(subproblem));
		}
		return text.toString();
	}

	private static FailureKind kind(URI type) {
		String name = type.toString();
		if (!name.startsWith(PREFIX)) {
			return FailureKind.UNAVAILABLE;
		}
		return PASSING.contains(name.substring(PREFIX.length())) ? FailureKind.UNAVAILABLE
				: FailureKind.ACTION_REQUIRED;
	}

	/**
	 * The JDK's client says little of why it could not connect, and wraps it deep.
	 */
	private static String reason(Throwable ex) {
		String said = null;
		String name = ex.getClass().getSimpleName();
		for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
				return "its name cannot be resolved";
			}
			if (cause instanceof CertPathBuilderException) {
				return "its certificate is not trusted (" + cause.getMessage()
						+ "); name an SSL bundle with the right trust in https.acme.ssl.bundle";
			}
			said = (cause.getMessage() != null) ? cause.getMessage() : said;
			name = (cause instanceof ConnectException) ? "the connection was refused" : name;
		}
		return (said != null) ? said : name;
	}

}
