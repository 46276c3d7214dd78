package dev.autohttps.acme.dns.acmedns;

import java.util.concurrent.locks.ReentrantLock;

import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.certificate.StoreRecord;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The accounts at an acme-dns server: the one that is configured, or one for each name,
 * registered when it is first needed and kept in a {@link Store}.
 */
final class AcmeDnsAccounts {

	private static final Log logger = LogFactory.getLog(AcmeDnsAccounts.class);

	private final AcmeDnsSettings settings;

	private final Store store;

	private final AcmeDnsApi api;

	private final ReentrantLock registering = new ReentrantLock(true);

	AcmeDnsAccounts(AcmeDnsSettings settings, Store store, AcmeDnsApi api) {
		this.settings = settings;
		this.store = store;
		this.api = api;
	}

	/**
	 * Return the account for a name.
	 * @param challengeName the name at which the CA asks
	 */
	AcmeDnsAccount get(String challengeName) throws DnsRecordsException, InterruptedException {
		AcmeDnsAccount configured = this.settings.account();
		if (configured != null) {
			return configured;
		}
		AcmeDnsAccount kept = load(challengeName);
		return (kept != null) ? kept : register(challengeName);
	}

	/**
	 * Return what to do if the server does not accept the account for a name.
	 */
	String remedy(String challengeName) {
		return (this.settings.account() != null)
				? "correct the properties acme-dns.username, acme-dns.password and acme-dns.subdomain"
				: "if the server has lost the account, delete " + this.store.describe(key(challengeName))
						+ ", so that another is registered";
	}

	private AcmeDnsAccount register(String challengeName) throws DnsRecordsException, InterruptedException {
		this.registering.lockInterruptibly();
		try {
			AcmeDnsAccount kept = load(challengeName);
			return (kept != null) ? kept : keep(challengeName, this.api.register(challengeName));
		}
		finally {
			this.registering.unlock();
		}
	}

	private AcmeDnsAccount keep(String challengeName, AcmeDnsAccount account) throws DnsRecordsException {
		String key = key(challengeName);
		try {
			this.store.save(key, account.encode(), null);
			logger.info("Registered an account for " + challengeName + " at acme-dns at " + this.settings.base()
					+ "; it is kept in " + this.store.describe(key));
			return account;
		}
		catch (StaleVersionException ex) {
			AcmeDnsAccount faster = load(challengeName);
			if (faster != null) {
				return faster;
			}
			throw DnsRecordsException.passing(this.store.describe(key) + " was deleted while it was written", ex);
		}
	}

	/**
	 * A garbled account is not replaced: another one would be for another name, and the
	 * record that leads to it is made by hand.
	 */
	private @Nullable AcmeDnsAccount load(String challengeName) throws DnsRecordsException {
		String key = key(challengeName);
		StoreEntry entry = this.store.load(key);
		if (entry == null) {
			return null;
		}
		AcmeDnsAccount account = AcmeDnsAccount.of(StoreRecord.decode(entry.content()));
		if (account == null) {
			throw DnsRecordsException.lasting("the account for " + challengeName + " at acme-dns at "
					+ this.settings.base() + " cannot be read from " + this.store.describe(key)
					+ "; restore it, or delete it, so that another is registered", null);
		}
		return account;
	}

	private String key(String challengeName) {
		String url = this.settings.base();
		return "acme-dns/" + StoreKeys.part(url.substring(url.indexOf("://") + 3), url) + "/"
				+ StoreKeys.part(challengeName, challengeName) + ".properties";
	}

}
