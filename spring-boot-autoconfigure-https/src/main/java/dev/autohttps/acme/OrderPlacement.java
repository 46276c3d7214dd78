package dev.autohttps.acme;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * Places an order with all that is wanted, and again with less where the CA refuses what
 * can be done without.
 */
final class OrderPlacement {

	private static final Log logger = LogFactory.getLog(OrderPlacement.class);

	private static final URI INVALID_PROFILE = AcmeFailures.type("invalidProfile");

	private static final URI SERVER_INTERNAL = AcmeFailures.type("serverInternal");

	/**
	 * What a CA refuses whatever it is told of a replacement.
	 */
	private static final Set<URI> NOT_FOR_THE_REPLACEMENT = Set.of(AcmeFailures.type("rateLimited"),
			AcmeFailures.type("userActionRequired"), AcmeFailures.type("badNonce"),
			AcmeFailures.type("accountDoesNotExist"), AcmeFailures.type("externalAccountRequired"),
			AcmeFailures.type("badPublicKey"), AcmeFailures.type("badSignatureAlgorithm"),
			AcmeFailures.type("rejectedIdentifier"), AcmeFailures.type("unsupportedIdentifier"));

	/**
	 * For how long a CA is thought to be in trouble, rather than by what it is told. If
	 * it is, it refuses to do without as well, and is told the same the next time.
	 */
	private static final Duration TROUBLE = Duration.ofSeconds(10);

	private final Profiles profiles;

	private final AcmeBudget budget;

	private final InstantSource clock;

	OrderPlacement(Profiles profiles, AcmeBudget budget, InstantSource clock) {
		this.profiles = profiles;
		this.budget = budget;
		this.clock = clock;
	}

	/**
	 * Place an order.
	 * @return what the issuance is to remember
	 */
	Map<String, String> place(Issuance issuance, Login login) throws AcmeException, IssuanceException {
		CertificateSpec spec = issuance.spec();
		Map<String, String> details = OrderDetails.lasting(issuance.details());
		OrderRequest request = new OrderRequest(spec.domains(), this.profiles.choose(spec, login.getSession()),
				Replacement.toTell(issuance.details(), login));
		Order order = null;
		while (order == null) {
			this.budget.spendOrder(spec, request.replaces() != null, login.getAccountLocation());
			try {
				order = request.send(login);
			}
			catch (AcmeServerException ex) {
				request = less(request, ex, issuance, login, details);
			}
		}
		if (request.replaces() == null) {
			details.remove(OrderDetails.REPLACES);
		}
		details.put(OrderDetails.ACCOUNT, login.getAccountLocation().toString());
		details.put(OrderDetails.ORDER, order.getLocation().toString());
		String profile = spec.profile();
		if (profile != null) {
			details.put((request.profile() != null) ? OrderDetails.PROFILE : OrderDetails.PROFILE_DROPPED, profile);
		}
		return details;
	}

	private OrderRequest less(OrderRequest request, AcmeServerException refusal, Issuance issuance, Login login,
			Map<String, String> details) throws AcmeException, IssuanceException {
		if (request.profile() != null && INVALID_PROFILE.equals(refusal.getType())) {
			this.profiles.doWithout(issuance.spec(), login.getSession(), refusal);
			return request.withoutProfile();
		}
		String said = AcmeFailures.describe(AcmeFailures.problem(refusal.getProblem()));
		if (request.replaces() == null || !mayBeForTheReplacement(refusal.getType(), said, issuance)) {
			throw refusal;
		}
		logger.info("Certificate '" + issuance.spec().id().name()
				+ "' is ordered without saying which one it replaces, since the CA refused that: " + said);
		details.remove(OrderDetails.REPLACES);
		details.remove(OrderDetails.REPLACES_ACCOUNT);
		details.put(OrderDetails.REPLACES_DROPPED, said);
		return request.withoutReplacement();
	}

	private boolean mayBeForTheReplacement(URI type, String said, Issuance issuance) {
		if (SERVER_INTERNAL.equals(type)) {
			return speaksOfACertificate(said) || issuance.notBefore().plus(TROUBLE).isBefore(this.clock.instant());
		}
		return !NOT_FOR_THE_REPLACEMENT.contains(type);
	}

	/**
	 * An order is of no certificate but the one that it replaces. Pebble, for one, does
	 * not find a certificate again whose serial number begins with a zero byte, and calls
	 * that an internal error.
	 */
	private static boolean speaksOfACertificate(String said) {
		return said.toLowerCase(Locale.ROOT).contains("certificate");
	}

}
