package dev.autohttps.acme;

import java.time.InstantSource;
import java.util.Map;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Begins an issuance again whose order came to nothing without a challenge that failed:
 * at once, but only once, since nothing was mended in between.
 */
final class LostOrders {

	private static final Log logger = LogFactory.getLog(LostOrders.class);

	private final AcmeFailures failures;

	private final InstantSource clock;

	LostOrders(AcmeFailures failures, InstantSource clock) {
		this.failures = failures;
		this.clock = clock;
	}

	/**
	 * Go back to where another order is placed, with another key: the order may have
	 * ended in a certificate for this one.
	 * @param reason what became of the order, in a sentence without an end
	 * @param kind what would help if this happened before
	 * @throws IssuanceException if it did
	 */
	Issuance replace(Issuance issuance, String reason, FailureKind kind) throws IssuanceException {
		if (issuance.details().containsKey(OrderDetails.REPLACED_ORDER)) {
			throw this.failures.spoiled(reason + ", so a new one is placed", kind);
		}
		logger.info("Certificate '" + issuance.spec().id().name() + "' is ordered once more: " + reason);
		ChallengeHistory history = ChallengeHistory.of(issuance.details());
		history.orderLost();
		Map<String, String> details = OrderDetails.lasting(issuance.details());
		details.putAll(history.details());
		details.put(OrderDetails.REPLACED_ORDER, issuance.details().getOrDefault(OrderDetails.ORDER, ""));
		return Issuance.begin(issuance.spec(), this.clock.instant(), details);
	}

}
