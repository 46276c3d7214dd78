package dev.autohttps.acme;

import java.util.Set;
import java.util.function.IntSupplier;

import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * The status of the account (RFC 8555 section 7.1.2), noted down whenever the CA shows
 * it.
 */
final class AccountStanding {

	private static final Log logger = LogFactory.getLog(AccountStanding.class);

	private static final String DEACTIVATED = "deactivated";

	private static final String REVOKED = "revoked";

	private static final Set<String> KNOWN = Set.of(AccountStatus.VALID, DEACTIVATED, REVOKED);

	private final AcmeServer server;

	private final AccountRepository accounts;

	private final IntSupplier lastStatus;

	/**
	 * Create a new instance.
	 * @param server the CA
	 * @param accounts where the account is kept
	 * @param lastStatus the HTTP status of the CA's last answer to this thread
	 */
	AccountStanding(AcmeServer server, AccountRepository accounts, IntSupplier lastStatus) {
		this.server = server;
		this.accounts = accounts;
		this.lastStatus = lastStatus;
	}

	/**
	 * Find out, after the CA refused something, whether it was for the account. Never
	 * throws.
	 */
	void lookInto(Login login) {
		try {
			AccountRecord account = this.accounts.find();
			// With a key that the account may have no more the refusal says nothing.
			if (account != null && account.nextKey() == null && account.hasKey(login.getKeyPair())
					&& account.standing().equals(AccountStatus.VALID)) {
				ask(login);
			}
		}
		catch (StoreException ex) {
			logger.debug("The status of the account at " + this.server + " could not be noted down", ex);
		}
	}

	/**
	 * The CA did what the account asked for, whatever it says of it.
	 * @throws StoreException if it cannot be noted down
	 */
	void proven() {
		note(AccountStatus.VALID);
	}

	/**
	 * Ask the CA. It need not tell of an account that is not valid more than that it may
	 * do nothing.
	 * @throws StoreException if it cannot be noted down
	 */
	void ask(Login login) {
		try {
			Account account = login.getAccount();
			account.fetch();
			note(account.getJSON());
		}
		catch (AcmeServerException ex) {
			if (AccountRegistration.isUnauthorized(ex, this.lastStatus.getAsInt())) {
				note(String.valueOf(ex.getMessage()).contains(REVOKED) ? REVOKED : DEACTIVATED);
			}
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (AcmeException | RuntimeException ex) {
			logger.debug("The status of the account at " + this.server + " is not known", ex);
		}
	}

	/**
	 * Note down what the CA shows after a change of the account.
	 */
	void note(Connection connection) throws AcmeException {
		try {
			note(connection.readJsonResponse());
		}
		catch (AcmeProtocolException ex) {
			logger.debug(this.server + " changed the account without showing it", ex);
		}
	}

	private void note(JSON account) {
		account.get("status").optional().map(JSON.Value::asString).ifPresent(this::note);
	}

	private void note(String status) {
		AccountRecord former = this.accounts.find();
		if (former == null || !KNOWN.contains(status) || former.standing().equals(status)) {
			return;
		}
		this.accounts.update((stored) -> stored.withStanding(status));
		if (status.equals(AccountStatus.VALID)) {
			logger.info("The account at " + this.server + " is valid again");
		}
		else {
			logger.warn("The account at " + this.server + " is " + status + ", so that nothing can be had with it");
		}
	}

}
