package dev.autohttps.acme;

import java.time.InstantSource;
import java.util.Map;

import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;

/**
 * The way of an account that another client made into a store that has none of that CA.
 */
public final class AccountImport {

	private final AccountRepository accounts;

	/**
	 * Create a new instance.
	 * @param server the CA
	 * @param store where the account will be kept
	 * @param clock tells when something is set aside
	 */
	public AccountImport(AcmeServer server, Store store, InstantSource clock) {
		this.accounts = new AccountRepository(server, store, clock);
	}

	/**
	 * Return whether the store has no account of the CA.
	 * @return whether it has none that can be used
	 * @throws StoreException if the store cannot be read
	 */
	public boolean isPossible() {
		return this.accounts.find() == null;
	}

	/**
	 * Keep an account, unless there is one. The CA hears of it with the next order.
	 * @param account the account
	 * @return whether it was kept
	 * @throws StoreException if it cannot be saved
	 */
	public boolean add(ForeignAccount account) {
		return this.accounts.add(AccountRecord.of(account));
	}

	/**
	 * Return what to note of a certificate that was obtained with an account, so that the
	 * CA can be told what its successor replaces.
	 * @param location the account's URL
	 * @return the {@linkplain RenewalNotes#details() details}
	 */
	public static Map<String, String> details(String location) {
		return Map.of(OrderDetails.ACCOUNT, location);
	}

}
