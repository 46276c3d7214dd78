package dev.autohttps.local;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The local CA: the root of mkcert if the developer has one, else a root in the store,
 * shared by the applications that share the store. Whichever it is, its certificate lies
 * in the store for those who are to trust it.
 */
final class LocalAuthority {

	private static final Log logger = LogFactory.getLog(LocalAuthority.class);

	private final Store store;

	private final @Nullable MkcertRoot mkcert;

	private final StoredRoot stored;

	private final InstantSource clock;

	private @Nullable ServerCertificate root;

	LocalAuthority(Store store, @Nullable MkcertRoot mkcert, InstantSource clock) {
		this.store = store;
		this.mkcert = mkcert;
		this.stored = new StoredRoot(store, clock);
		this.clock = clock;
	}

	/**
	 * Issue a certificate.
	 * @return its chain, without the root
	 */
	List<X509Certificate> issue(PublicKey key, Domains domains, Duration validity) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		return List.of(LocalCertificates.leaf(root(now.plus(validity)), key, domains, now, validity));
	}

	/**
	 * Return whether the root that there is now signed a certificate: whoever trusts the
	 * root must be able to trust what is served.
	 */
	boolean signed(X509Certificate certificate) {
		try {
			certificate.verify(root(this.clock.instant()).leaf().getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private synchronized ServerCertificate root(Instant neededUntil) {
		ServerCertificate known = this.root;
		if (known == null || known.notAfter().isBefore(neededUntil)) {
			known = find(neededUntil);
			this.root = known;
		}
		return known;
	}

	private ServerCertificate find(Instant neededUntil) {
		String trust = this.store.describe(LocalTrust.KEY);
		ServerCertificate found = (this.mkcert != null) ? this.mkcert.find(this.clock.instant(), neededUntil) : null;
		if (found != null) {
			publish(found);
			logger.info("The local CA of mkcert (" + this.mkcert
					+ ") serves this application: browsers trust it where 'mkcert -install' was run; others need "
					+ trust);
			return found;
		}
		String[] line = { "The local CA serves this application: to trust it, trust " + trust };
		found = this.stored.get(neededUntil,
				() -> line[0] = "A local CA was made for this machine, good for local names only: to trust it, trust "
						+ trust + ", for example with curl --cacert");
		publish(found);
		logger.info(line[0]);
		return found;
	}

	/**
	 * Another application may have a root of the other kind: both are to be trusted. One
	 * that was replaced has the name of its successor.
	 */
	private void publish(ServerCertificate authority) {
		try {
			StoreEntry published = this.store.load(LocalTrust.KEY);
			List<X509Certificate> roots = new ArrayList<>(authority.chain());
			LocalTrust.roots(published)
				.stream()
				.filter((other) -> !other.getSubjectX500Principal().equals(authority.leaf().getSubjectX500Principal()))
				.filter((other) -> other.getNotAfter().toInstant().isAfter(this.clock.instant()))
				.forEach(roots::add);
			byte[] content = Pem.encode(roots).getBytes(StandardCharsets.US_ASCII);
			if (published == null || !Arrays.equals(published.content(), content)) {
				this.store.put(LocalTrust.KEY, content);
			}
		}
		catch (StaleVersionException ex) {
			// Another application published it at the same moment.
		}
	}

}
