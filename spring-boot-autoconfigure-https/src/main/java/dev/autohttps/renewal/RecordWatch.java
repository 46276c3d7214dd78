package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.WantedRecord;
import dev.autohttps.certificate.WantedRecord.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Looks once a day, once the ports are open, whether the records that somebody created by
 * hand are still there, and says so if the next renewal would fail for want of one.
 */
public final class RecordWatch implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(RecordWatch.class);

	private static final Duration BETWEEN_LOOKS = Duration.ofDays(1);

	/**
	 * How soon it is looked again for what could not be told: before the first order
	 * nobody knows how a record must be.
	 */
	private static final Duration UNTIL_KNOWN = Duration.ofMinutes(10);

	/**
	 * A timer stands still while the machine sleeps, so the clock is looked at this
	 * often.
	 */
	private static final Duration NAP = Duration.ofMinutes(1);

	private final CertificateKeepers keepers;

	private final InstantSource clock;

	private boolean running;

	private @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Create a new watch.
	 * @param keepers the keepers of the certificates
	 * @param clock the time
	 */
	public RecordWatch(CertificateKeepers keepers, InstantSource clock) {
		this.keepers = keepers;
		this.clock = clock;
		keepers.onChange(this::ensureStarted);
	}

	@Override
	public synchronized void start() {
		this.running = true;
		ensureStarted();
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		if (this.executor != null) {
			// There is nothing that would have to be saved.
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	/**
	 * There is no thread as long as no certificate needs a record.
	 */
	private synchronized void ensureStarted() {
		if (!this.running || this.executor != null || !isNeeded()) {
			return;
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory("https-records-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, threads);
		this.executor = started;
		Map<CertificateKeeper, Instant> due = new HashMap<>();
		try {
			started.scheduleWithFixedDelay(() -> look(due), 0, NAP.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// It was stopped in between.
		}
	}

	private boolean isNeeded() {
		for (CertificateKeeper keeper : this.keepers) {
			if (keeper.issuers().stream().anyMatch((issuer) -> issuer.wantsRecords(keeper.spec()))) {
				return true;
			}
		}
		return false;
	}

	private void look(Map<CertificateKeeper, Instant> due) {
		Map<CertificateKeeper, Instant> former = Map.copyOf(due);
		due.clear();
		for (CertificateKeeper keeper : this.keepers) {
			Instant now = this.clock.instant();
			Instant next = former.get(keeper);
			// A clock that was set back must not keep anybody from looking.
			boolean wait = next != null && next.isAfter(now) && !next.isAfter(now.plus(BETWEEN_LOOKS));
			due.put(keeper, (next != null && wait) ? next : now.plus(look(keeper, now)));
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
