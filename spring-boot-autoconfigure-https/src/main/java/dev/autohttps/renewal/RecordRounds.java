package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.WantedRecord;
import dev.autohttps.certificate.WantedRecord.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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

	private final Map<Visit, Seen> seen = new HashMap<>();

	RecordRounds(CertificateKeepers keepers, InstantSource clock) {
		this.keepers = keepers;
		this.clock = clock;
	}

	/**
	 * Look at what is due.
	 */
	void look() {
		Map<Visit, Seen> former = Map.copyOf(this.seen);
		this.seen.clear();
		for (CertificateKeeper keeper : this.keepers) {
			try {
				keeper.issuers()
					.stream()
					.filter((issuer) -> issuer.wantsRecords(keeper.spec()))
					.map((issuer) -> new Visit(keeper, issuer))
					.forEach((visit) -> this.seen.put(visit, look(visit, former.getOrDefault(visit, Seen.NOTHING))));
			}
			catch (RuntimeException | LinkageError ex) {
				// Those of the other certificates are looked at all the same.
				logger.warn("The records of certificate '" + keeper.spec().id().name() + "' cannot be looked at", ex);
			}
		}
	}

	private Seen look(Visit visit, Seen former) {
		Instant now = this.clock.instant();
		// A clock that was set back must not keep anybody from looking.
		if (former.next().isAfter(now) && !former.next().isAfter(now.plus(BETWEEN_LOOKS))) {
			return former;
		}
		Map<String, Instant> told = new HashMap<>(former.told());
		told.values().removeIf((moment) -> moment.isAfter(now) || !now.isBefore(moment.plus(BETWEEN_LOOKS)));
		try {
			CertificateSpec spec = visit.keeper().spec();
			List<WantedRecord> records = visit.issuer().lookAtRecords(spec);
			CertificateStatus status = visit.keeper().status();
			for (WantedRecord record : records) {
				if (!told.containsKey(record.name()) && tell(record, status, now)) {
					told.put(record.name(), now);
				}
			}
			boolean known = !records.isEmpty()
					&& records.stream().noneMatch((record) -> record.state() == State.UNKNOWN);
			return new Seen(now.plus(known ? BETWEEN_LOOKS : UNTIL_KNOWN), told);
		}
		catch (RuntimeException ex) {
			logger.debug(
					"The records of certificate '" + visit.keeper().spec().id().name() + "' could not be looked at",
					ex);
			return new Seen(now.plus(UNTIL_KNOWN), told);
		}
	}

	/**
	 * While there is a failure, that says it already.
	 * @return whether there was something to tell
	 */
	private static boolean tell(WantedRecord looked, CertificateStatus status, Instant now) {
		WantedRecord record = looked.asSeenAt(now, status.nextAttempt());
		boolean held = status.live() != null && !status.live().isPlaceholder();
		String line = (record.required() && held && status.failure() == null) ? line(record, status) : null;
		if (line != null) {
			logger.warn("Certificate '" + status.spec().id().name() + "' for " + status.spec().domains() + line);
		}
		return line != null;
	}

	private static @Nullable String line(WantedRecord record, CertificateStatus status) {
		Instant next = status.nextAttempt().truncatedTo(ChronoUnit.SECONDS);
		return switch (record.state()) {
			case MISSING, WRONG, EXPIRED -> " cannot be renewed without a DNS record that somebody must create: "
					+ record.line() + " (" + record.seen() + "). The next renewal is at " + next;
			case EXPIRING -> " relies on a DNS record that does not count any more from " + record.validUntil()
					+ " on (persistUntil); the next renewal is at " + next + ". Give it a later persistUntil, or none: "
					+ record.line();
			case PRESENT, UNKNOWN -> null;
		};
	}

	/**
	 * What one issuer wants to see for one certificate.
	 */
	private record Visit(CertificateKeeper keeper, CertificateIssuer issuer) {

	}

	/**
	 * When to look again, and what was told when.
	 */
	private record Seen(Instant next, Map<String, Instant> told) {

		static final Seen NOTHING = new Seen(Instant.EPOCH, Map.of());

	}

}
