package dev.autohttps.acme;

import java.net.URI;
import java.util.List;
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
import org.shredzone.acme4j.toolbox.JSONBuilder;

/**
 * What is looked after before each order and never stops one: the CA knows the contacts
 * that are configured, and people know of new terms of service.
 */
final class AccountUpkeep {

	private static final Log logger = LogFactory.getLog(AccountUpkeep.class);

	private static final String DEACTIVATED = "deactivated";

	private static final String REVOKED = "revoked";

	private static final Set<String> KNOWN = Set.of(AccountStatus.VALID, DEACTIVATED, REVOKED);

	private final AcmeServer server;

	private final List<String> contacts;

	private final AccountRepository accounts;

	private final IntSupplier lastStatus;

	AccountUpkeep(AcmeServer server, AccountSettings settings, AccountRepository accounts, IntSupplier lastStatus) {
		this.server = server;
		this.contacts = settings.contactUrls();
		this.accounts = accounts;
		this.lastStatus = lastStatus;
	}

	/**
	 * Look after the account.
	 * @throws AcmeException if the CA cannot be asked for its directory, without which no
	 * order can be placed either
	 */
	void lookAfter(Login login) throws AcmeException {
		AccountRecord account = this.accounts.find();
		if (account == null) {
			return;
		}
		tellTerms(login, account);
		if (!account.standing().equals(AccountStatus.VALID)) {
			askStanding(login);
		}
		try {
			if (mustTellContacts(account)) {
				tellContacts(login);
			}
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (AcmeException | RuntimeException ex) {
			// A forgotten account is registered again with the contacts of now.
			if (!AccountRegistration.isUnknown(ex)) {
				logger.warn("The contacts of the account at " + this.server
						+ " could not be changed, which is tried again at the next order: " + ex.getMessage());
			}
		}
	}

	/**
	 * Find out, after the CA refused something, whether it was for the account.
	 */
	void lookInto(Login login) {
		try {
			AccountRecord account = this.accounts.find();
			if (account != null && account.standing().equals(AccountStatus.VALID)) {
				askStanding(login);
			}
		}
		catch (StoreException ex) {
			logger.debug("The status of the account at " + this.server + " could not be noted down", ex);
		}
	}

	/**
	 * A CA need not tell of an account that is not valid more than that it may do
	 * nothing.
	 */
	private void askStanding(Login login) {
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

	private void note(Connection connection) throws AcmeException {
		try {
			note(connection.readJsonResponse());
		}
		catch (AcmeProtocolException ex) {
			logger.debug(this.server + " took the contacts without showing the account", ex);
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

	/**
	 * Where nothing is configured, what is not known is left alone.
	 */
	private boolean mustTellContacts(AccountRecord account) {
		List<String> known = account.contacts();
		return (known != null) ? !known.equals(this.contacts) : !this.contacts.isEmpty();
	}

	/**
	 * Not with acme4j's own request, which cannot take the last contact away.
	 */
	private void tellContacts(Login login) throws AcmeException {
		try (Connection connection = login.getSession().connect()) {
			connection.sendSignedRequest(login.getAccountLocation(), new JSONBuilder().array("contact", this.contacts),
					login);
			note(connection);
		}
		this.accounts.update((stored) -> stored.withContacts(this.contacts));
		logger.info("The contacts of the account at " + this.server + " are now "
				+ (this.contacts.isEmpty() ? "none" : String.join(", ", this.contacts)));
	}

	private void tellTerms(Login login, AccountRecord account) throws AcmeException {
		String terms = login.getSession().getMetadata().getTermsOfService().map(URI::toString).orElse(null);
		if (terms == null || terms.equals(account.termsSeen())) {
			return;
		}
		this.accounts.update((stored) -> stored.withTermsSeen(terms));
		if (account.termsSeen() != null) {
			logger.warn(this.server + " has new terms of service: " + terms + " (before: " + account.termsSeen()
					+ "). Read them: whoever goes on to use it agrees to them");
		}
	}

}
