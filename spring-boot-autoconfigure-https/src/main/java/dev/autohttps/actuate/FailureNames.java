package dev.autohttps.actuate;

import java.util.Locale;
import java.util.Set;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The names of failures in metrics and observations, of which there are only so many,
 * whatever a CA says.
 */
final class FailureNames {

	/**
	 * In place of what there is none of.
	 */
	static final String NONE = "none";

	private static final String PREFIX = "urn:ietf:params:acme:error:";

	/**
	 * Those of RFC 8555 section 6.7, RFC 9773 and the profiles extension.
	 */
	private static final Set<String> REGISTERED = Set.of("accountDoesNotExist", "alreadyRevoked", "badCSR", "badNonce",
			"badPublicKey", "badRevocationReason", "badSignatureAlgorithm", "caa", "compound", "connection", "dns",
			"externalAccountRequired", "incorrectResponse", "invalidContact", "malformed", "orderNotReady",
			"rateLimited", "rejectedIdentifier", "serverInternal", "tls", "unauthorized", "unsupportedContact",
			"unsupportedIdentifier", "userActionRequired", "alreadyReplaced", "invalidProfile");

	private FailureNames() {
	}

	static String kind(@Nullable Failure failure) {
		return (failure != null) ? id(failure.kind()) : NONE;
	}

	static String problem(@Nullable Failure failure) {
		Problem problem = (failure != null) ? failure.problem() : null;
		if (problem == null) {
			return NONE;
		}
		String name = problem.type().startsWith(PREFIX) ? problem.type().substring(PREFIX.length()) : "";
		return REGISTERED.contains(name) ? name : "other";
	}

	static String id(@Nullable Enum<?> value) {
		return (value != null) ? value.name().toLowerCase(Locale.ROOT) : NONE;
	}

}
