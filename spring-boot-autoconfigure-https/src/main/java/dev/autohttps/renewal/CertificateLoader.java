package dev.autohttps.renewal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;

import org.springframework.context.SmartLifecycle;

/**
 * Fills the live cell before the ports are open: with what is stored, with what an
 * immediate issuer makes at once, else with placeholders.
 */
public final class CertificateLoader implements SmartLifecycle {

	/**
	 * Just before the phase in which Boot opens the ports of a web server.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 2048 - 1;

	private static final int MOST_STEPS = 10;

	private final CertificateKeepers keepers;

	private final Store store;

	private final InstantSource clock;

	private volatile boolean running;

	/**
	 * Create a new loader.
	 * @param keepers the keepers of what is wanted
	 * @param store tried before the start goes on if anything must be obtained
	 * @param clock the time
	 */
	public CertificateLoader(CertificateKeepers keepers, Store store, InstantSource clock) {
		this.keepers = keepers;
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Load all certificates.
	 * @throws StoreException if the store cannot be read, or cannot be written although
	 * something must be obtained: nothing could come of such a start
	 */
	@Override
	public void start() {
		// What is added from now on is loaded by whoever adds it, and perhaps here as
		// well, which does no harm. A lock would be held while listeners are told.
		this.running = true;
		load(this.keepers);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Load what was added after the start. What was added before is loaded by that.
	 * @throws StoreException as {@link #start()} does
	 */
	void added(List<CertificateKeeper> keepers) {
		if (this.running) {
			load(keepers);
		}
	}

	private void load(Iterable<CertificateKeeper> keepers) {
		boolean verified = false;
		for (CertificateKeeper keeper : keepers) {
			if (!keeper.load()) {
				if (!verified) {
					this.store.verify();
					verified = true;
				}
				if (!keeper.isImmediate()) {
					keeper.placehold();
				}
			}
			if (keeper.isImmediate()) {
				obtain(keeper);
			}
		}
	}

	private void obtain(CertificateKeeper keeper) {
		Instant next = keeper.tend();
		for (int i = 1; i < MOST_STEPS && !next.isAfter(this.clock.instant()); i++) {
			next = keeper.tend();
		}
		if (keeper.status().live() == null) {
			keeper.placehold();
		}
	}

}
