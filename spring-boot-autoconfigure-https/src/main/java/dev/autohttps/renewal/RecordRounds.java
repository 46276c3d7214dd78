package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.WantedRecord;
import dev.autohttps.certificate.WantedRecord.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks once a day whether the records that somebody created by hand are still there, and
 * says so if the next renewal would fail for want of one.
 */
final class RecordRounds {

	private static final Log logger = LogFactory.getLog(RecordRounds.class);

	private static final Duration BETWEEN_LOOKS = Duration.ofDays(1);

	/**
	 * How soon it is looked again for what could not be told: before the first order
	 * nobody knows how a record must be.
	 */
	private static final Duration UNTIL_KNOWN = Duration.ofMinutes(10);

	private final CertificateKeepers keepers;

	private final InstantSource clock;

	private final Map<CertificateKeeper, Instant> due = new HashMap<>();

	RecordRounds(CertificateKeepers keepers, InstantSource clock) {
		this.keepers = keepers;
		this.clock = clock;
	}

	/**
	 * Look at what is due.
	 */
	void look() {
		Map<CertificateKeeper, Instant> former = Map.copyOf(this.due);
		this.due.clear();
		for (CertificateKeeper keeper : this.keepers) {
			Instant now = this.clock.instant();
			Instant next = former.get(keeper);
			// A clock that was set back must not keep anybody from looking.
			boolean wait = next != null && next.isAfter(now) && !next.isAfter(now.plus(BETWEEN_LOOKS));
			this.due.put(keeper, (next != null && wait) ? next : now.plus(look(keeper, now)));
		}
	}

	/**
	 * Look for one certificate.
	 * @return how long to wait for the next look
	 */
	private static Duration look(CertificateKeeper keeper, Instant now) {
		boolean known = true;
		try {
			for (CertificateIssuer issuer : keeper.issuers()) {
				if (issuer.wantsRecords(keeper.spec())) {
					List<WantedRecord> records = issuer.lookAtRecords(keeper.spec());
					records.forEach((record) -> tell(record, keeper.status(), now));
					known &= !records.isEmpty()
							&& records.stream().noneMatch((record) -> record.state() == State.UNKNOWN);
				}
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The records of certificate '" + keeper.spec().id().name() + "' could not be looked at", ex);
			known = false;
		}
		return known ? BETWEEN_LOOKS : UNTIL_KNOWN;
	}

	/**
	 * While there is a failure, that says it already.
	 */
	private static void tell(WantedRecord looked, CertificateStatus status, Instant now) {
		WantedRecord record = looked.asSeenAt(now, status.nextAttempt());
		boolean held = status.live() != null && !status.live().isPlaceholder();
		if (!record.required() || !held || status.failure() != null) {
			return;
		}
		String certificate = "Certificate '" + status.spec().id().name() + "' for " + status.spec().domains();
		switch (record.state()) {
			case MISSING, WRONG,
					EXPIRED ->
				logger.warn(certificate + " cannot be renewed without a DNS record that somebody must create: "
						+ record.line() + " (" + record.seen() + "). The next renewal is at "
						+ seconds(status.nextAttempt()));
			case EXPIRING -> logger.warn(certificate + " relies on a DNS record that does not count any more from "
					+ record.validUntil() + " on (persistUntil); the next renewal is at "
					+ seconds(status.nextAttempt()) + ". Give it a later persistUntil, or none: " + record.line());
			default -> {
			}
		}
	}

	private static Instant seconds(Instant moment) {
		return moment.truncatedTo(ChronoUnit.SECONDS);
	}

}
