package dev.autohttps.certificate;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Looks whether an order could succeed, before it costs anything. Implementations must be
 * safe for concurrent use, take ten seconds at most, and never throw. They ask the
 * network, so they are never called before the ports are open or in a thread that serves
 * requests.
 */
@FunctionalInterface
public interface Preflight {

	/**
	 * Finds nothing.
	 */
	Preflight NONE = (spec, issuer, occasion) -> List.of();

	/**
	 * Look at all that an order for a certificate depends on.
	 * @param spec the certificate that is wanted
	 * @param issuer who is to issue it
	 * @param occasion why it is looked at
	 * @return what was found, in the order in which people should read it
	 */
	List<Finding> check(CertificateSpec spec, CertificateIssuer issuer, Occasion occasion);

	/**
	 * Say in short how the world looks that a CA would validate the names in, so that it
	 * can be seen when somebody has mended it. It may take as long as a look-up in the
	 * DNS.
	 * @param spec the certificate that is wanted
	 * @return the same text as long as it looks the same, or {@code null} if that cannot
	 * be told
	 */
	default @Nullable String surroundings(CertificateSpec spec) {
		return null;
	}

	/**
	 * Look, and refuse if an order would fail for certain.
	 * @param spec the certificate that is wanted
	 * @param issuer who is to issue it
	 * @param occasion why it is looked at
	 * @throws IssuanceException if there is a fatal finding
	 */
	default void require(CertificateSpec spec, CertificateIssuer issuer, Occasion occasion) throws IssuanceException {
		List<Finding> fatal = check(spec, issuer, occasion).stream().filter(Finding::isFatal).toList();
		if (!fatal.isEmpty()) {
			// A broken store is tried again soon, whoever found it out.
			boolean store = fatal.stream().allMatch((finding) -> finding.check().equals(Finding.STORE));
			throw new IssuanceException(
					"no order was placed, since it would fail: "
							+ fatal.stream().map(Finding::sentence).collect(Collectors.joining("; ")),
					store ? FailureKind.STORE : FailureKind.PREVENTED, false, null, null, null);
		}
	}

	/**
	 * Why it is looked.
	 */
	enum Occasion {

		/**
		 * There was no order for these names before.
		 */
		FIRST_ORDER,

		/**
		 * The last order failed.
		 */
		AFTER_FAILURE,

		/**
		 * Somebody wants to know.
		 */
		ON_DEMAND

	}

}
