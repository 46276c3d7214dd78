package dev.autohttps.acme;

import java.time.InstantSource;
import java.util.function.UnaryOperator;

import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.SetAside;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The account of one CA in a {@link Store}.
 */
final class AccountRepository {

	private static final Log logger = LogFactory.getLog(AccountRepository.class);

	private static final int ATTEMPTS = 50;

	private final String key;

	private final Store store;

	private final InstantSource clock;

	AccountRepository(AcmeServer server, Store store, InstantSource clock) {
		this.key = "accounts/" + server.id() + "/account.properties";
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Find the account.
	 * @return the account, or {@code null} if there is none that can be used
	 */
	@Nullable AccountRecord find() {
		StoreEntry entry = this.store.load(this.key);
		try {
			return (entry != null) ? AccountRecord.decode(entry.content()) : null;
		}
		catch (InvalidCertificateException ex) {
			return null;
		}
	}

	/**
	 * Load the account, or make the key of a new one. What is garbled is set aside: to
	 * lose an account costs little, to renew nothing until somebody mends it would not.
	 */
	AccountRecord load() {
		return update((account) -> account);
	}

	/**
	 * Keep an account if there is none yet.
	 * @return whether it was kept
	 */
	boolean add(AccountRecord account) {
		if (decode(this.store.load(this.key)) != null) {
			return false;
		}
		try {
			this.store.save(this.key, account.encode(), null);
			return true;
		}
		catch (StaleVersionException ex) {
			// Another process was faster.
			return false;
		}
	}

	/**
	 * Change the account, whatever others change at the same time.
	 * @param change does the change, perhaps several times
	 * @return the changed account
	 */
	AccountRecord update(UnaryOperator<AccountRecord> change) {
		for (int i = 0; i < ATTEMPTS; i++) {
			StoreEntry entry = this.store.load(this.key);
			AccountRecord account = decode(entry);
			AccountRecord former = (account != null) ? account : AccountRecord.begin();
			AccountRecord changed = change.apply(former);
			if (account != null && changed == account) {
				return account;
			}
			try {
				this.store.save(this.key, changed.encode(),
						(entry != null && account != null) ? entry.version() : null);
				return changed;
			}
			catch (StaleVersionException ex) {
				// Another process was faster: what it wrote counts.
			}
		}
		throw new StoreException(this.store.describe(this.key) + " is written by too many at once");
	}

	private @Nullable AccountRecord decode(@Nullable StoreEntry entry) {
		try {
			return (entry != null) ? AccountRecord.decode(entry.content()) : null;
		}
		catch (InvalidCertificateException ex) {
			new SetAside(this.store, this.clock, logger::warn).put(this.key, entry, ex);
			StoreEntry left = this.store.load(this.key);
			if (left != null && left.version().equals(entry.version())) {
				throw new StoreException(this.store.describe(this.key) + " has no account key", ex);
			}
			return null;
		}
	}

}
