package dev.autohttps.acme;

import java.net.URI;
import java.util.List;

import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/**
 * What is looked after before each order and never stops one: the CA knows the contacts
 * that are configured, and people know of new terms of service.
 */
final class AccountUpkeep {

	private static final Log logger = LogFactory.getLog(AccountUpkeep.class);

	private final AcmeServer server;

	private final List<String> contacts;

	private final AccountRepository accounts;

	private final AccountStanding standing;

	AccountUpkeep(AcmeServer server, AccountSettings settings, AccountRepository accounts, AccountStanding standing) {
		this.server = server;
		this.contacts = settings.contactUrls();
		this.accounts = accounts;
		this.standing = standing;
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
			this.standing.ask(login);
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
			this.standing.note(connection);
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
