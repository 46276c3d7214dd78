package dev.autohttps.acme;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.autohttps.certificate.Issuance;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The names under which an issuance remembers its order.
 */
final class OrderDetails {

	/**
	 * The order's URL.
	 */
	static final String ORDER = "order";

	/**
	 * The URL of the account that placed it.
	 */
	static final String ACCOUNT = "account";

	/**
	 * The thumbprint of the account key that the answers to the challenges are made with.
	 */
	static final String ACCOUNT_KEY = "account-key";

	/**
	 * The profile that was ordered.
	 */
	static final String PROFILE = "profile";

	/**
	 * The profile that was wanted but not ordered.
	 */
	static final String PROFILE_DROPPED = "profile-dropped";

	/**
	 * When the last step was done.
	 */
	static final String SINCE = "since";

	/**
	 * The identifier of the certificate that is to be replaced.
	 */
	static final String REPLACES = "replaces";

	/**
	 * The URL of the account that obtained that certificate.
	 */
	static final String REPLACES_ACCOUNT = "replaces-account";

	/**
	 * Why the CA would not hear of the certificate that is to be replaced.
	 */
	static final String REPLACES_DROPPED = "replaces-dropped";

	/**
	 * The URL of an order whose place this one took.
	 */
	static final String REPLACED_ORDER = "replaced-order";

	private static final Set<String> LASTING = Set.of(REPLACES, REPLACES_ACCOUNT, REPLACES_DROPPED, REPLACED_ORDER);

	private OrderDetails() {
	}

	/**
	 * Return a URL that an issuance remembers.
	 * @throws AcmeException if there is none of that name
	 */
	static URL url(Issuance issuance, String name) throws AcmeException {
		try {
			return URI.create(String.valueOf(issuance.details().get(name))).toURL();
		}
		catch (MalformedURLException | IllegalArgumentException ex) {
			throw new AcmeException("The issuance has no URL where one is needed", ex);
		}
	}

	/**
	 * Return what stays true with another order of the same issuance.
	 */
	static Map<String, String> lasting(Map<String, String> details) {
		Map<String, String> lasting = new TreeMap<>(details);
		lasting.keySet().retainAll(LASTING);
		lasting.putAll(ChallengeHistory.of(details).details());
		return lasting;
	}

}
