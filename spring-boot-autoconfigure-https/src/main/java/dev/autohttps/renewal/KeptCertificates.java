package dev.autohttps.renewal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
	public synchronized boolean add(CertificateRequest request) {
		Added known = this.added.get(request.name());
		if (known != null) {
			if (known.request().equals(request)) {
				return false;
			}
			throw new IllegalArgumentException("Certificate '" + request.name()
					+ "' cannot be added: there is one of that name for " + known.request().domains()
					+ ", wanted in another way. Give this one another name, or remove that one first.");
		}
		List<CertificateKeeper> keepers = this.keepers.add(this.claims.claim(request));
		try {
			this.loader.added(keepers);
		}
		catch (RuntimeException ex) {
			takeBack(request.name(), keepers);
			throw ex;
		}
		this.added.put(request.name(), new Added(request, keepers));
		keepers.forEach(this.scheduler::add);
		return true;
	}

	@Override
	public synchronized boolean remove(String name) {
		Added known = this.added.remove(name);
		if (known != null) {
			takeBack(name, known.keepers());
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

	private void takeBack(String name, List<CertificateKeeper> keepers) {
		this.keepers.remove(keepers);
		keepers.forEach(CertificateKeeper::retire);
		keepers.forEach(this.scheduler::remove);
		this.claims.release(name);
	}

	private record Added(CertificateRequest request, List<CertificateKeeper> keepers) {

	}

}
