package dev.autohttps.acme.dns.acmedns;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.certificate.Store;

/**
 * A server that speaks acme-dns: it answers for the names of its accounts, and
 * {@code _acme-challenge} of a name that is to be proven is made an alias for one of
 * these, once and by hand.
 */
public final class AcmeDnsRecords implements DnsRecords {

	private static final Duration SETTLING = Duration.ofSeconds(2);

	private final AcmeDnsSettings settings;

	private final AcmeDnsApi api;

	private final AcmeDnsAccounts accounts;

	private final Map<String, AcmeDnsValues> values = new ConcurrentHashMap<>();

	/**
	 * Create new records.
	 * @param settings the server, and perhaps an account there
	 * @param store keeps the accounts that are registered
	 */
	public AcmeDnsRecords(AcmeDnsSettings settings, Store store) {
		this.settings = settings;
		this.api = new AcmeDnsApi(settings);
		this.accounts = new AcmeDnsAccounts(settings, store, this.api);
	}

	@Override
	public void publish(TxtRecord record) throws DnsRecordsException, InterruptedException {
		AcmeDnsAccount account = this.accounts.get(record.challengeName());
		if (!account.isFor(record.name())) {
			throw DnsRecordsException.lasting(record.challengeName() + " does not lead to " + description()
					+ ": create the record " + record.challengeName() + ". CNAME " + account.target()
					+ (record.isDelegated() ? " (it is an alias for " + record.name() + " now)" : ""), null);
		}
		String remedy = this.accounts.remedy(record.challengeName());
		values(record).publish(record.value(),
				(value) -> this.api.update(account, value, record.challengeName(), remedy));
	}

	@Override
	public void withdraw(TxtRecord record) throws InterruptedException {
		values(record).withdraw(record.value());
	}

	@Override
	public int valuesPerName() {
		return 2;
	}

	/**
	 * Its records may be kept for a second.
	 */
	@Override
	public Duration settlingTime() {
		return SETTLING;
	}

	@Override
	public String description() {
		return "acme-dns at " + this.settings.base();
	}

	private AcmeDnsValues values(TxtRecord record) {
		return this.values.computeIfAbsent(record.name(), (name) -> new AcmeDnsValues());
	}

}
