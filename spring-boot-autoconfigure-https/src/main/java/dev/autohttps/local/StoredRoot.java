package dev.autohttps.local;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.SetAside;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The root in the store, made when it is first needed, and anew when it ends.
 */
final class StoredRoot {

	/**
	 * The root with its key.
	 */
	static final String ROOT = "local/root.pem";

	private static final Log logger = LogFactory.getLog(StoredRoot.class);

	private final Store store;

	private final InstantSource clock;

	StoredRoot(Store store, InstantSource clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Find the root, or make it.
	 * @param neededUntil how long it must be valid
	 * @param made told if it was made
	 * @return the root with its key
	 */
	ServerCertificate get(Instant neededUntil, Runnable made) {
		StoreEntry entry = this.store.load(ROOT);
		if (entry == null) {
			return make(null, made);
		}
		try {
			ServerCertificate stored = parse(entry);
			return stored.notAfter().isBefore(neededUntil) ? make(entry.version(), made) : stored;
		}
		catch (InvalidCertificateException ex) {
			new SetAside(this.store, this.clock, logger::warn).put(ROOT, entry, ex);
			return make(null, made);
		}
	}

	private ServerCertificate make(@Nullable String replaced, Runnable made) {
		Instant now = this.clock.instant();
		ServerCertificate root = LocalCertificates.root(now);
		try {
			this.store.save(ROOT, root.toPem().getBytes(StandardCharsets.US_ASCII), replaced);
		}
		catch (StaleVersionException ex) {
			return another();
		}
		made.run();
		return root;
	}

	/**
	 * The one that another application made at the same moment.
	 */
	private ServerCertificate another() {
		StoreEntry entry = this.store.load(ROOT);
		if (entry == null) {
			throw new StoreException(this.store.describe(ROOT) + " was taken away while it was made");
		}
		try {
			return parse(entry);
		}
		catch (InvalidCertificateException ex) {
			throw new StoreException(
					this.store.describe(ROOT) + " cannot be used, and not be set aside either: " + ex.getMessage(), ex);
		}
	}

	private static ServerCertificate parse(StoreEntry entry) throws InvalidCertificateException {
		return ServerCertificate.parse(new String(entry.content(), StandardCharsets.US_ASCII));
	}

}
