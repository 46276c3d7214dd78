package dev.autohttps.renewal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * The keepers of all certificates that are wanted at this moment. Whoever goes through
 * them sees those that there were when they began.
 */
public final class CertificateKeepers implements Iterable<CertificateKeeper> {

	private static final Log logger = LogFactory.getLog(CertificateKeepers.class);

	private final BiFunction<CertificateSpec, List<IssuerChoice>, CertificateKeeper> making;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile List<CertificateKeeper> keepers = List.of();

	/**
	 * Create the keepers.
	 * @param wanted the certificates that are wanted from the beginning, each with who
	 * may issue it, in the order in which they are asked
	 * @param store where all is kept
	 * @param live where the certificates are served
	 * @param answers where the answers to challenges are offered
	 * @param policy when a certificate is due
	 * @param preflight looks whether an order could succeed
	 * @param placeholders makes a certificate that keeps the place of one that is not
	 * there
	 * @param clock the time
	 * @param events where the application is told what happens
	 * @param listener told how each attempt goes
	 */
	public CertificateKeepers(Map<CertificateSpec, List<IssuerChoice>> wanted, Store store, LiveCertificates live,
			OfferedAnswers answers, RenewalPolicy policy, Preflight preflight,
			Function<Domains, ServerCertificate> placeholders, InstantSource clock, ApplicationEventPublisher events,
			AttemptListener listener) {
		Announcer announcer = new Announcer(events);
		// Not the default generator, which Java 17 may not find from a thread that sees
		// no
		// more than the platform's classes.
		this.making = (spec, issuers) -> new CertificateKeeper(spec, issuers, store, live, answers, policy, preflight,
				placeholders, new Random(), clock, announcer, listener);
		add(wanted);
	}

	/**
	 * Be told when there are others.
	 * @param listener called after the change, in the thread that made it
	 */
	public void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Return how it stands with all certificates.
	 * @return one status for each name and key type
	 */
	public List<CertificateStatus> statuses() {
		return this.keepers.stream().map(CertificateKeeper::status).toList();
	}

	/**
	 * Return the keepers of one name.
	 * @param name the configured name
	 * @return one for each key type, none if the name is not known
	 */
	public List<CertificateKeeper> named(String name) {
		return this.keepers.stream().filter((keeper) -> keeper.spec().id().name().equals(name)).toList();
	}

	@Override
	public Iterator<CertificateKeeper> iterator() {
		return this.keepers.iterator();
	}

	/**
	 * Have keepers of more certificates.
	 * @return the new ones
	 */
	List<CertificateKeeper> add(Map<CertificateSpec, List<IssuerChoice>> wanted) {
		List<CertificateKeeper> added = new LinkedHashMap<>(wanted).entrySet()
			.stream()
			.map((entry) -> this.making.apply(entry.getKey(), entry.getValue()))
			.toList();
		synchronized (this) {
			List<CertificateKeeper> all = new ArrayList<>(this.keepers);
			all.addAll(added);
			this.keepers = List.copyOf(all);
		}
		changed();
		return added;
	}

	private void changed() {
		for (Runnable listener : this.listeners) {
			try {
				listener.run();
			}
			catch (RuntimeException ex) {
				// What is kept does not depend on who looks on.
				logger.warn("Not everybody could be told that there are other certificates", ex);
			}
		}
	}

	/**
	 * Have keepers no longer.
	 */
	void remove(List<CertificateKeeper> removed) {
		synchronized (this) {
			List<CertificateKeeper> rest = new ArrayList<>(this.keepers);
			rest.removeAll(removed);
			this.keepers = List.copyOf(rest);
		}
		changed();
	}

}
