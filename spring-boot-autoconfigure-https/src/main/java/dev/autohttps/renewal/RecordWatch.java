package dev.autohttps.renewal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Lets the records that somebody created by hand be looked at, once the ports are open.
 */
public final class RecordWatch implements SmartLifecycle {

	/**
	 * A timer stands still while the machine sleeps, so the clock is looked at this
	 * often.
	 */
	private static final Duration NAP = Duration.ofMinutes(1);

	private final CertificateKeepers keepers;

	private final InstantSource clock;

	private final boolean autoStartup;

	private boolean running;

	private @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Create a new watch.
	 * @param keepers the keepers of the certificates
	 * @param clock the time
	 * @param autoStartup whether it starts with the application
	 */
	public RecordWatch(CertificateKeepers keepers, InstantSource clock, boolean autoStartup) {
		this.keepers = keepers;
		this.clock = clock;
		this.autoStartup = autoStartup;
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

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup;
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
		RecordRounds rounds = new RecordRounds(this.keepers, this.clock);
		try {
			started.scheduleWithFixedDelay(rounds::look, 0, NAP.toMillis(), TimeUnit.MILLISECONDS);
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

}
