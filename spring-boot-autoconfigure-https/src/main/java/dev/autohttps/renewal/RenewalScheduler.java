package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Lets the keepers do their work, once the ports are open.
 */
public final class RenewalScheduler implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(RenewalScheduler.class);

	private static final int THREADS = 4;

	/**
	 * A timer stands still while the machine sleeps, and does not see the clock jump. So
	 * the clock is looked at this often, which costs a comparison.
	 */
	private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

	private static final Duration LAST_STEP = Duration.ofSeconds(10);

	private final CertificateKeepers keepers;

	private final InstantSource clock;

	private final boolean autoStartup;

	/**
	 * The next look of each keeper. One without is at it.
	 */
	private final Map<CertificateKeeper, Look> planned = new HashMap<>();

	private final Set<CertificateKeeper> tended = new HashSet<>();

	/**
	 * Those that were to look at once while they were at it.
	 */
	private final Set<CertificateKeeper> woken = new HashSet<>();

	private volatile @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Create a new scheduler.
	 * @param keepers the keepers
	 * @param clock the time
	 */
	public RenewalScheduler(CertificateKeepers keepers, InstantSource clock) {
		this(keepers, clock, true);
	}

	/**
	 * Create a new scheduler.
	 * @param keepers the keepers
	 * @param clock the time
	 * @param autoStartup whether it starts with the application
	 */
	public RenewalScheduler(CertificateKeepers keepers, InstantSource clock, boolean autoStartup) {
		this.keepers = keepers;
		this.clock = clock;
		this.autoStartup = autoStartup;
	}

	@Override
	public void start() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("https-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(THREADS, threads);
		started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		started.setRemoveOnCancelPolicy(true);
		this.executor = started;
		this.keepers.forEach(this::add);
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor stopped = this.executor;
		if (stopped == null) {
			return;
		}
		synchronized (this.planned) {
			this.executor = null;
			this.planned.clear();
			this.tended.clear();
			this.woken.clear();
		}
		// A step that is under way is not interrupted: what it obtained must be saved.
		stopped.shutdown();
		try {
			if (!stopped.awaitTermination(LAST_STEP.toMillis(), TimeUnit.MILLISECONDS)) {
				stopped.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			stopped.shutdownNow();
			Thread.currentThread().interrupt();
		}
		this.keepers.forEach(CertificateKeeper::release);
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	/**
	 * Let a keeper look at once whether there is something to do, or once more if it is
	 * at it. Does nothing unless this runs.
	 * @param keeper the keeper
	 */
	public void wake(CertificateKeeper keeper) {
		ScheduledThreadPoolExecutor current = this.executor;
		if (current == null) {
			return;
		}
		synchronized (this.planned) {
			Look former = this.planned.remove(keeper);
			if (former != null) {
				former.cancel();
				schedule(current, keeper, this.clock.instant());
			}
			else if (this.tended.contains(keeper)) {
				this.woken.add(keeper);
			}
		}
	}

	/**
	 * Let a keeper do its work from now on, or from the start on.
	 */
	void add(CertificateKeeper keeper) {
		synchronized (this.planned) {
			ScheduledThreadPoolExecutor current = this.executor;
			// The start may find it as well, and it may have been removed again.
			if (current != null && !keeper.hasRetired() && this.tended.add(keeper)) {
				schedule(current, keeper, this.clock.instant());
			}
		}
	}

	/**
	 * Let a keeper that has retired come to its end, without waiting for it.
	 */
	void remove(CertificateKeeper keeper) {
		synchronized (this.planned) {
			this.tended.remove(keeper);
			this.woken.remove(keeper);
			Look next = this.planned.remove(keeper);
			if (next != null) {
				next.cancel();
			}
		}
		ScheduledThreadPoolExecutor current = this.executor;
		if (current == null) {
			return;
		}
		try {
			current.execute(() -> end(keeper));
		}
		catch (RejectedExecutionException ex) {
			// It was stopped in between: the lease runs out by itself.
		}
	}

	private static void end(CertificateKeeper keeper) {
		try {
			keeper.end();
		}
		catch (RuntimeException ex) {
			logger.warn("What was under way for certificate '" + keeper.spec().id().name()
					+ "', which was removed, cannot be ended", ex);
		}
	}

	private void schedule(ScheduledThreadPoolExecutor executor, CertificateKeeper keeper, Instant next) {
		Duration delay = Duration.between(this.clock.instant(), next);
		Duration nap = (delay.compareTo(LONGEST_NAP) < 0) ? delay : LONGEST_NAP;
		// A look that is due at once must not begin before it is known.
		synchronized (this.planned) {
			plan(executor, keeper, nap);
		}
	}

	private void plan(ScheduledThreadPoolExecutor executor, CertificateKeeper keeper, Duration nap) {
		if (keeper.hasRetired()) {
			return;
		}
		Look look = new Look();
		try {
			look.future = executor.schedule(() -> run(executor, keeper, look), Math.max(0, nap.toMillis()),
					TimeUnit.MILLISECONDS);
			this.planned.put(keeper, look);
		}
		catch (RejectedExecutionException ex) {
			// It was stopped in between.
		}
	}

	private void run(ScheduledThreadPoolExecutor executor, CertificateKeeper keeper, Look look) {
		synchronized (this.planned) {
			// One that has begun cannot be cancelled any more.
			if (!this.planned.remove(keeper, look)) {
				return;
			}
		}
		Instant next = this.clock.instant().plus(LONGEST_NAP);
		try {
			next = keeper.tend();
		}
		catch (Throwable ex) {
			logger.error("The keeper of certificate '" + keeper.spec().id().name() + "' failed", ex);
		}
		finally {
			synchronized (this.planned) {
				schedule(executor, keeper, this.woken.remove(keeper) ? this.clock.instant() : next);
			}
		}
	}

	/**
	 * A look that a keeper is to take.
	 */
	private static final class Look {

		private @Nullable Future<?> future;

		private void cancel() {
			if (this.future != null) {
				this.future.cancel(false);
			}
		}

	}

}
