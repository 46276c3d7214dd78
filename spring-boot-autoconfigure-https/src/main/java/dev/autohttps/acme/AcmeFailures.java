package dev.autohttps.acme;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeNotSupportedException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/**
 * Tells from what acme4j throws, and from the CA's problem documents, what will help.
 */
final class AcmeFailures {

	private static final String PREFIX = "urn:ietf:params:acme:error:";

	private static final int TOO_MANY_REQUESTS = 429;

	/**
	 * Errors of RFC 8555 section 6.7 that are over by themselves.
	 */
	private static final Set<String> PASSING = Set.of("badNonce", "serverInternal", "orderNotReady", "connection");

	/**
	 * What acme4j says of an error without a problem document.
	 */
	private static final Pattern STATUS = Pattern.compile("\\bHTTP (\\d{3})\\b");

	/**
	 * How much of what the CA says goes into a message, which is logged and stored.
	 */
	private static final int LONGEST_QUOTE = 500;

	private static final String SOMEBODY_ELSE = "; if that lasts, https.acme.server is wrong, or something on the way, "
			+ "such as a proxy, answers in its place";

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
							+ quote(terms.getTermsOfServiceUri().map(URI::toString).orElse(terms.getMessage())),
					FailureKind.TERMS, false, retryAfter, problem(terms.getProblem()), ex);
		}
		if (ex instanceof AcmeServerException refused) {
			FailureKind kind = (ex instanceof AcmeRateLimitedException || isLimited(refused)) ? FailureKind.RATE_LIMITED
					: kind(refused.getType());
			return new IssuanceException(this.server + " refused: " + describe(problem(refused.getProblem())), kind,
					false, retryAfter, problem(refused.getProblem()), ex);
		}
		if (ex instanceof AcmeNetworkException && ex.getCause() instanceof UnusableAnswerException unusable) {
			return unusable(unusable, retryAfter);
		}
		if (ex instanceof AcmeNetworkException) {
			return new IssuanceException(this.server + " cannot be reached: " + reason(ex), FailureKind.UNAVAILABLE,
					false, retryAfter, null, ex);
		}
		if (ex instanceof AcmeNotSupportedException) {
			return new IssuanceException(
					this.server + " does not support what is asked of it: " + quote(ex.getMessage()),
					FailureKind.ACTION_REQUIRED, false, retryAfter, null, ex);
		}
		Matcher status = STATUS.matcher(String.valueOf(ex.getMessage()));
		if (ex instanceof AcmeException && status.find()) {
			return error(Integer.parseInt(status.group(1)), ex, retryAfter);
		}
		if (ex instanceof AcmeException || ex instanceof AcmeProtocolException) {
			return unusable(ex, retryAfter);
		}
		return new IssuanceException(this.server + " gave an answer that cannot be understood: " + quote(ex.toString()),
				FailureKind.UNAVAILABLE, false, retryAfter, null, ex);
	}

	private IssuanceException unusable(Throwable ex, @Nullable Instant retryAfter) {
		return new IssuanceException(
				this.server + " gave an answer that is no ACME: " + quote(ex.getMessage()) + SOMEBODY_ELSE,
				FailureKind.UNAVAILABLE, false, retryAfter, null, ex);
	}

	/**
	 * An error without a problem document comes from what stands before a CA rather than
	 * from the CA.
	 */
	private IssuanceException error(int status, Throwable ex, @Nullable Instant retryAfter) {
		String said = this.server + " answered with status " + status + " and no problem document";
		if (status == TOO_MANY_REQUESTS) {
			return new IssuanceException(said + ": it wants to be asked less often", FailureKind.RATE_LIMITED, false,
					retryAfter, null, ex);
		}
		return new IssuanceException(
				(status >= 500) ? said + ": it is in trouble, which should pass" : said + SOMEBODY_ELSE,
				FailureKind.UNAVAILABLE, false, retryAfter, null, ex);
	}

	/**
	 * Return whether a problem is one of too many requests, whatever else its type is.
	 */
	private static boolean isLimited(AcmeServerException refused) {
		return refused.getProblem()
			.asJSON()
			.get("status")
			.optional()
			.filter((status) -> status.asString().equals(String.valueOf(TOO_MANY_REQUESTS)))
			.isPresent();
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
		return new Problem(
				problem.asJSON().get("type").optional().map((type) -> quote(type.asString())).orElse("about:blank"),
				problem.getDetail().or(problem::getTitle).map(AcmeFailures::quote).orElse(null), identifier,
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
		boolean ended = false;
		String said = null;
		String name = ex.getClass().getSimpleName();
		for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
				return "its name cannot be resolved; if that lasts, https.acme.server is wrong, "
						+ "or the DNS of this machine";
			}
			if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
				return "by the clock of this machine its certificate is not valid now (" + cause.getMessage()
						+ "); either the clock is wrong, or the CA must mend it";
			}
			if (cause instanceof CertPathBuilderException) {
				return "its certificate is not trusted (" + cause.getMessage()
						+ "); name an SSL bundle with the right trust in https.acme.ssl.bundle";
			}
			ended |= cause instanceof EOFException;
			said = (cause.getMessage() != null) ? cause.getMessage() : said;
			name = (cause instanceof ConnectException) ? "the connection was refused" : name;
		}
		return ended ? "the connection ended before the answer did" : (said != null) ? quote(said) : name;
	}

	/**
	 * What others say goes into one line of a log, and into the store.
	 */
	private static String quote(@Nullable String said) {
		String line = String.valueOf(said).replaceAll("\\p{Cntrl}+", " ").strip();
		return (line.length() > LONGEST_QUOTE) ? line.substring(0, LONGEST_QUOTE) + "…" : line;
	}

}
