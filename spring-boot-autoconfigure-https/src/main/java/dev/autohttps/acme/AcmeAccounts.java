package dev.autohttps.acme;

import java.net.URI;
import java.net.URL;
import java.time.InstantSource;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;

import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * The account at one CA: one key, stored before the CA hears of it, kept until somebody
 * wants another.
 */
final class AcmeAccounts {

	private static final Log logger = LogFactory.getLog(AcmeAccounts.class);

	/**
	 * What CAs say of a request that was signed with a key that the account has no more,
	 * or for an account that they do not have.
	 */
	private static final Set<URI> OF_THE_ACCOUNT = Set.of(URI.create("urn:ietf:params:acme:error:accountDoesNotExist"),
			URI.create("urn:ietf:params:acme:error:unauthorized"), URI.create("urn:ietf:params:acme:error:malformed"));

	private final AcmeServer server;

	private final AccountSettings settings;

	private final AcmeBudget budget;

	private final IntSupplier lastStatus;

	private final CaTraffic traffic;

	private final InstantSource clock;

	private final AccountRepository accounts;

	private final AccountRegistration registration;

	private final AccountKeyRollover rollover;

	private final AccountStanding standing;

	private final AccountUpkeep upkeep;

	private final Queue<AccountStatus> made = new ConcurrentLinkedQueue<>();

	private @Nullable Login login;

	/**
	 * Create a new instance.
	 * @param server the CA
	 * @param settings what it is told of us
	 * @param store where the account is kept
	 * @param budget asked before an account is made
	 * @param lastStatus the HTTP status of the CA's last answer to this thread
	 * @param traffic told of the account
	 * @param clock the time
	 */
	AcmeAccounts(AcmeServer server, AccountSettings settings, Store store, AcmeBudget budget, IntSupplier lastStatus,
			CaTraffic traffic, InstantSource clock) {
		this.server = server;
		this.settings = settings;
		this.budget = budget;
		this.lastStatus = lastStatus;
		this.traffic = traffic;
		this.clock = clock;
		this.accounts = new AccountRepository(server, store, clock);
		this.registration = new AccountRegistration(settings);
		this.rollover = new AccountKeyRollover(server, this.registration, this.accounts, store);
		this.standing = new AccountStanding(server, this.accounts, lastStatus);
		this.upkeep = new AccountUpkeep(server, settings, this.accounts, this.standing);
	}

	/**
	 * Do a thing with the account; once more if the CA refused it because the account
	 * changed since the last time, or because the CA has forgotten it.
	 */
	<T> T with(Session session, Action<T> action) throws AcmeException, IssuanceException {
		Login known = login(session);
		announce();
		try {
			return action.with(known);
		}
		catch (AcmeServerException | AcmeLazyLoadingException ex) {
			Login other = instead(session, known, ex);
			if (other == null) {
				throw ex;
			}
			announce();
			return action.with(other);
		}
	}

	/**
	 * Tell of accounts that were made, while no other thread waits for one.
	 */
	private void announce() {
		AccountStatus status = this.made.poll();
		while (status != null) {
			this.traffic.registered(status);
			status = this.made.poll();
		}
	}

	/**
	 * The CA did what the account asked for.
	 * @throws StoreException if it cannot be noted down
	 */
	void proven() {
		this.standing.proven();
	}

	/**
	 * Look after the account, before an order is placed.
	 */
	void lookAfter(Login current) throws AcmeException {
		this.upkeep.lookAfter(current);
	}

	/**
	 * Find out whether it is for the account that the CA refused something. Never throws.
	 * @param thrown what came of it
	 * @param status the HTTP status of the CA's answer
	 */
	void lookInto(Exception thrown, int status) {
		Login refused = current();
		if (refused != null && AccountRegistration.isUnauthorized(thrown, status)) {
			this.standing.lookInto(refused);
		}
	}

	private synchronized @Nullable Login current() {
		return this.login;
	}

	/**
	 * Give the account another key.
	 */
	synchronized void rollOver(Session session) throws AcmeException, IssuanceException {
		AccountRecord account = this.rollover.rollOver(session);
		this.login = enter(session, account);
		logger.info("The account at " + this.server + " has a new key");
	}

	/**
	 * Say what is stored of the account.
	 */
	@Nullable AccountStatus status() {
		AccountRecord account = this.accounts.find();
		return (account != null) ? account.status() : null;
	}

	/**
	 * Return the URL of the account that is stored, without making one.
	 * @throws StoreException if the store cannot be read
	 */
	@Nullable String location() {
		AccountRecord account = this.accounts.find();
		URL location = (account != null) ? account.location() : null;
		return (location != null) ? location.toString() : null;
	}

	/**
	 * Log in, with the account that is stored, else with a new one.
	 */
	private synchronized Login login(Session session) throws AcmeException, IssuanceException {
		Login known = this.login;
		if (known == null || known.getSession() != session) {
			known = enter(session, this.rollover.settle(session, this.accounts.load()));
			this.login = known;
		}
		return known;
	}

	/**
	 * Find another login after the CA refused one.
	 * @return the login, or {@code null} if that one is right
	 */
	private synchronized @Nullable Login instead(Session session, Login refused, Exception thrown)
			throws AcmeException, IssuanceException {
		URI type = AccountRegistration.type(thrown);
		if (type == null || !OF_THE_ACCOUNT.contains(type)) {
			return null;
		}
		if (this.login != null && this.login != refused) {
			return this.login;
		}
		AccountRecord account = this.rollover.settle(session, this.accounts.load());
		if (!isOf(account, refused)) {
			this.login = enter(session, account);
		}
		else if (account.nextKey() != null) {
			throw this.rollover.busy();
		}
		else if (AccountRegistration.isUnknown(thrown)) {
			logger.warn(this.server + " does not know our account any more; its key is registered again");
			this.login = register(session, account);
		}
		return (this.login != refused) ? this.login : null;
	}

	private static boolean isOf(AccountRecord account, Login login) {
		URL location = account.location();
		return location != null && location.toString().equals(login.getAccountLocation().toString())
				&& account.hasKey(login.getKeyPair());
	}

	private Login enter(Session session, AccountRecord account) throws AcmeException, IssuanceException {
		URL location = account.location();
		if (location == null) {
			return register(session, account);
		}
		this.traffic.accountAt(location);
		return session.login(location, account.key());
	}

	private Login register(Session session, AccountRecord account) throws AcmeException, IssuanceException {
		this.budget.spendAccount(account.key().getPublic());
		String terms = session.getMetadata().getTermsOfService().map(URI::toString).orElse(null);
		Login registered = this.registration.register(session, account.key());
		boolean made = this.lastStatus.getAsInt() == 201;
		URL location = registered.getAccountLocation();
		AccountRecord known = this.accounts.update((stored) -> {
			if (!stored.hasKey(account.key())) {
				return stored;
			}
			return made ? stored.made(location, this.settings.contactUrls(), terms, this.clock.instant())
					: stored.found(location);
		});
		logger.info("The account at " + this.server + " is " + location);
		AccountStatus status = known.status();
		if (made && status != null) {
			this.made.add(status);
		}
		return registered;
	}

	/**
	 * What is done with an account.
	 *
	 * @param <T> what comes of it
	 */
	interface Action<T> {

		T with(Login login) throws AcmeException, IssuanceException;

	}

}
