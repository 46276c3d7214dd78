package dev.autohttps.acme;

import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Set;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * The change of an account's key (RFC 8555 section 7.3.5). The next key is stored before
 * the CA hears of it and forgotten only when the CA does not take it, so that whoever
 * comes after a process that died in between can always finish what it began.
 */
final class AccountKeyRollover {

	private static final Log logger = LogFactory.getLog(AccountKeyRollover.class);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	/**
	 * Refusals after which the CA may have taken the key all the same, or may yet.
	 */
	private static final Set<URI> PASSING = Set.of(URI.create("urn:ietf:params:acme:error:serverInternal"),
			URI.create("urn:ietf:params:acme:error:rateLimited"), URI.create("urn:ietf:params:acme:error:badNonce"));

	private final AcmeServer server;

	private final AccountRegistration registration;

	private final AccountRepository accounts;

	private final Store store;

	AccountKeyRollover(AcmeServer server, AccountRegistration registration, AccountRepository accounts, Store store) {
		this.server = server;
		this.registration = registration;
		this.accounts = accounts;
		this.store = store;
	}

	/**
	 * Give the account another key, or finish to do so.
	 * @return the account, without a location if the CA has forgotten it
	 */
	AccountRecord rollOver(Session session) throws AcmeException, IssuanceException {
		try (Lease lease = lease()) {
			if (lease == null) {
				throw busy();
			}
			AccountRecord account = this.accounts.find();
			URL location = (account != null) ? account.location() : null;
			if (account == null || location == null) {
				throw new IssuanceException("there is no account at " + this.server + " yet whose key could be changed",
						FailureKind.ACTION_REQUIRED, false, null, null, null);
			}
			KeyPair pending = account.nextKey();
			if (pending != null) {
				return finish(session, account, pending);
			}
			KeyPair next = KeyType.EC_P256.generate();
			this.accounts.update((stored) -> stored.withNextKey(next));
			return change(session, account, location, next);
		}
	}

	/**
	 * Finish what a process began that died, unless another one is at it.
	 */
	AccountRecord settle(Session session, AccountRecord account) throws AcmeException {
		if (account.nextKey() == null) {
			return account;
		}
		try (Lease lease = lease()) {
			AccountRecord stored = this.accounts.load();
			KeyPair next = stored.nextKey();
			return (lease != null && next != null) ? settle(session, stored, next) : stored;
		}
	}

	private AccountRecord settle(Session session, AccountRecord account, KeyPair next) throws AcmeException {
		try {
			AccountRecord settled = finish(session, account, next);
			logger.info("The change of the account's key at " + this.server + ", which was interrupted, is done");
			return settled;
		}
		catch (AcmeServerException | NotTakenException ex) {
			logger.warn("The account at " + this.server + " keeps its key: " + ex.getMessage());
			return this.accounts.load();
		}
	}

	/**
	 * Find out which of the two keys the account has.
	 */
	private AccountRecord finish(Session session, AccountRecord account, KeyPair next) throws AcmeException {
		if (hasKey(session, account.location(), next)) {
			return taken(next);
		}
		URL location = this.registration.find(session, account.key());
		return (location != null) ? change(session, account, location, next) : forgotten(next);
	}

	private AccountRecord change(Session session, AccountRecord account, URL location, KeyPair next)
			throws AcmeException {
		try {
			session.login(location, account.key()).getAccount().changeKey(next);
			// A CA may say so of a key that is another account's: the key that works
			// would be lost.
			if (!hasKey(session, location, next)) {
				this.accounts.update(AccountRecord::withoutNextKey);
				throw new NotTakenException();
			}
			return taken(next);
		}
		catch (AcmeServerException ex) {
			if (AccountRegistration.isUnknown(ex)) {
				return forgotten(next);
			}
			if (!PASSING.contains(ex.getType())) {
				AccountRecord stored = this.accounts.update((now) -> now.hasKey(next) ? now : now.withoutNextKey());
				if (stored.hasKey(next)) {
					// Another process finished it while this one was held up.
					return stored;
				}
			}
			throw ex;
		}
	}

	private boolean hasKey(Session session, @Nullable URL location, KeyPair key) throws AcmeException {
		URL found = this.registration.find(session, key);
		return found != null && found.toString().equals(String.valueOf(location));
	}

	private AccountRecord taken(KeyPair next) {
		return this.accounts.update((stored) -> stored.hasKey(next) ? stored : stored.withKey(next));
	}

	/**
	 * Whoever wanted another key does not want the former one to be registered again.
	 */
	private AccountRecord forgotten(KeyPair next) {
		return this.accounts.update((stored) -> stored.withKey(next).withoutLocation());
	}

	private @Nullable Lease lease() {
		return this.store.tryLease("account-key/" + this.server.id(), LONGEST);
	}

	/**
	 * Make the failure of one who comes while the key is being changed.
	 */
	IssuanceException busy() {
		return new IssuanceException(
				"the key of the account at " + this.server + " is being changed by another process",
				FailureKind.UNAVAILABLE, false, null, null, null);
	}

	/**
	 * Thrown when the CA says that it took a key which the account does not have.
	 */
	private static final class NotTakenException extends AcmeException {

		private NotTakenException() {
			super("the CA said that it took the new key, but the account does not have it");
		}

	}

}
