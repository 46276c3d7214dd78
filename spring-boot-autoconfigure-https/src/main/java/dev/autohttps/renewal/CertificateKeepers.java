package dev.autohttps.renewal;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Store;

import org.springframework.context.ApplicationEventPublisher;

/**
 * The keepers of all certificates that are wanted.
 */
public final class CertificateKeepers implements Iterable<CertificateKeeper> {

	private final List<CertificateKeeper> keepers;

	/**
	 * Create the keepers.
	 * @param wanted the certificates that are wanted, each with who may issue it, in the
	 * order in which they are asked
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
		this.keepers = new LinkedHashMap<>(wanted).entrySet()
			.stream()
			.map((entry) -> new CertificateKeeper(entry.getKey(), entry.getValue(), store, live, answers, policy,
					preflight, placeholders, new Random(), clock, announcer, listener))
			.toList();
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

}
