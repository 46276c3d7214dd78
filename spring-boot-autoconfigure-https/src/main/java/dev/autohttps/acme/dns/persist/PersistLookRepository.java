package dev.autohttps.acme.dns.persist;

import java.util.function.Supplier;

import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.certificate.StoreRecord;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The last looks at records in a {@link Store}, by account and name, so that people can
 * be told of them without asking the DNS.
 */
final class PersistLookRepository {

	private static final Log logger = LogFactory.getLog(PersistLookRepository.class);

	private final Supplier<Store> store;

	PersistLookRepository(Supplier<Store> store) {
		this.store = store;
	}

	/**
	 * Find the last look.
	 * @throws StoreException if the store cannot be read
	 */
	@Nullable PersistLook find(String account, String identifier) {
		StoreEntry entry = this.store.get().load(key(account, identifier));
		return (entry != null) ? PersistLook.decode(StoreRecord.decode(entry.content())) : null;
	}

	/**
	 * Keep a look, in place of the one before. Who looks does not depend on it.
	 */
	void save(String account, String identifier, PersistLook look) {
		try {
			PersistLook former = find(account, identifier);
			PersistLook kept = (former == null || !former.relied()) ? look
					: new PersistLook(look.issuers(), look.accountUri(), look.answer(), look.at(), true);
			this.store.get().put(key(account, identifier), StoreRecord.encode(kept.encode()));
		}
		catch (StoreException ex) {
			logger.debug("What was seen of the record of " + identifier + " could not be noted down", ex);
		}
	}

	private static String key(String account, String identifier) {
		return "records/" + StoreKeys.part(account, account) + "/" + StoreKeys.part(identifier, identifier)
				+ ".properties";
	}

}
