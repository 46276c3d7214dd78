package dev.autohttps.renewal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateSpec;
import org.jspecify.annotations.Nullable;

/**
 * The registry of what is kept, over the keepers that do the work.
 */
public final class KeptCertificates implements CertificateRegistry {

	private final CertificateKeepers keepers;

	private final CertificateLoader loader;

	private final RenewalScheduler scheduler;

	private final CertificateClaims claims;

	private final Map<String, Added> added = new HashMap<>();

	/**
	 * Create a new registry.
	 * @param keepers the keepers of what is configured
	 * @param loader serves at once what the store has
	 * @param scheduler lets the keepers do their work
	 * @param claims decides what can be had
	 */
	public KeptCertificates(CertificateKeepers keepers, CertificateLoader loader, RenewalScheduler scheduler,
			CertificateClaims claims) {
		this.keepers = keepers;
		this.loader = loader;
		this.scheduler = scheduler;
		this.claims = claims;
	}

	@Override
	public boolean add(CertificateRequest request) {
		Added adding = begin(request);
		if (adding == null) {
			return false;
		}
		try {
			// Without our lock, since whoever listens may call us, also from another
			// thread that holds what is needed here.
			Map<CertificateSpec, List<IssuerChoice>> claimed = this.claims.claim(request);
			adding.claimed();
			adding.keep(this.keepers.add(claimed));
			this.loader.added(adding.keepers());
		}
		catch (RuntimeException ex) {
			takeBack(adding);
			throw ex;
		}
		finish(adding);
		return true;
	}

	@Override
	public synchronized boolean remove(String name) {
		Added known = this.added.get(name);
		if (known != null) {
			if (known.isUnderWay()) {
				return known.giveUp();
			}
			takeBack(known);
			return true;
		}
		if (!this.keepers.named(name).isEmpty()) {
			throw new IllegalArgumentException("Certificate '" + name
					+ "' cannot be removed: it is configured. Take it out of the configuration, or set "
					+ "https.enabled to false to have none.");
		}
		return false;
	}

	@Override
	public List<CertificateStatus> list() {
		return this.keepers.statuses();
	}

	private synchronized @Nullable Added begin(CertificateRequest request) {
		Added known = this.added.get(request.name());
		if (known == null) {
			Added adding = new Added(request);
			this.added.put(request.name(), adding);
			return adding;
		}
		if (known.request().equals(request)) {
			known.wantAgain();
			return null;
		}
		throw new IllegalArgumentException("Certificate '" + request.name()
				+ "' cannot be added: there is one of that name for " + known.request().domains()
				+ ", wanted in another way. Give this one another name, or remove that one first.");
	}

	private synchronized void finish(Added adding) {
		if (adding.isGivenUp()) {
			takeBack(adding);
			return;
		}
		adding.done();
		adding.keepers().forEach(this.scheduler::add);
	}

	private synchronized void takeBack(Added known) {
		List<CertificateKeeper> kept = known.keepers();
		kept.forEach(CertificateKeeper::retire);
		this.keepers.remove(kept);
		kept.forEach(this.scheduler::remove);
		String name = known.request().name();
		if (known.hasClaimed()) {
			this.claims.release(name);
		}
		this.added.remove(name);
	}

	/**
	 * A certificate that was added, or is about to be. Whether it is done or given up is
	 * for who holds the lock.
	 */
	private static final class Added {

		private final CertificateRequest request;

		private volatile List<CertificateKeeper> keepers = List.of();

		private volatile boolean claimed;

		private boolean done;

		private boolean givenUp;

		Added(CertificateRequest request) {
			this.request = request;
		}

		CertificateRequest request() {
			return this.request;
		}

		List<CertificateKeeper> keepers() {
			return this.keepers;
		}

		void claimed() {
			this.claimed = true;
		}

		boolean hasClaimed() {
			return this.claimed;
		}

		void keep(List<CertificateKeeper> made) {
			this.keepers = made;
		}

		boolean isUnderWay() {
			return !this.done;
		}

		void done() {
			this.done = true;
		}

		/**
		 * Be removed once it is added.
		 * @return whether it would have stayed
		 */
		boolean giveUp() {
			boolean wanted = !this.givenUp;
			this.givenUp = true;
			return wanted;
		}

		boolean isGivenUp() {
			return this.givenUp;
		}

		void wantAgain() {
			this.givenUp = false;
		}

	}

}
