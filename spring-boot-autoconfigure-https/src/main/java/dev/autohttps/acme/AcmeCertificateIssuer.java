package dev.autohttps.acme;

import java.net.URI;
import java.time.InstantSource;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.autohttps.acme.CaProvider.LastAnswer;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * Obtains certificates from one ACME server.
 */
public final class AcmeCertificateIssuer implements CertificateIssuer, CertificateAuthority {

	private static final URI ACCOUNT_DOES_NOT_EXIST = URI.create("urn:ietf:params:acme:error:accountDoesNotExist");

	private final AcmeServer server;

	private final String configuration;

	private final AcmeAccounts accounts;

	private final AcmeOrders orders;

	private final AcmeFailures failures;

	private final CaProvider provider;

	private final CaFactsReader facts;

	private @Nullable Session session;

	/**
	 * Create a new issuer. The CA is not asked for anything before the first order.
	 * @param server the CA
	 * @param settings what it is told of us
	 * @param store where the account is kept
	 * @param solvers the ways to prove control of a name that this set-up has
	 * @param trust the TLS context to talk to the CA, or {@code null} for the JDK's own
	 * trust; asked when the CA first is
	 * @param configuration changes when a setting does that may mend a failure
	 * @param clock the time
	 */
	public AcmeCertificateIssuer(AcmeServer server, AccountSettings settings, Store store, ChallengeSolvers solvers,
			Supplier<@Nullable SSLContext> trust, String configuration, InstantSource clock) {
		this.server = server;
		this.configuration = configuration;
		this.accounts = new AcmeAccounts(server, settings, store, clock);
		this.failures = new AcmeFailures(server.toString());
		this.provider = new CaProvider(trust, clock);
		this.facts = new CaFactsReader(server, settings, this.accounts, this.provider, clock);
		this.orders = new AcmeOrders(solvers, this.failures, () -> this.provider.lastAnswer().retryAfter(), clock);
	}

	@Override
	public String id() {
		return this.server.id();
	}

	@Override
	public String description() {
		return this.server.toString();
	}

	@Override
	public Standing standing() {
		return this.server.standing();
	}

	@Override
	public String configuration() {
		return this.configuration;
	}

	@Override
	public boolean isPublic() {
		return this.server.isKnown();
	}

	@Override
	public CaFacts facts() throws IssuanceException {
		return this.facts.read();
	}

	@Override
	public Issuance advance(Issuance issuance) throws IssuanceException {
		this.provider.startExchange();
		try {
			Session current = session();
			Login login = this.accounts.login(current);
			try {
				return this.orders.advance(issuance, login);
			}
			catch (AcmeServerException | AcmeLazyLoadingException ex) {
				if (!accountIsGone(ex)) {
					throw ex;
				}
				return this.orders.advance(issuance, this.accounts.registerAgain(current, login));
			}
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (AcmeException | RuntimeException ex) {
			LastAnswer last = this.provider.lastAnswer();
			if (last.isGone(AcmeOrders.urls(issuance))) {
				throw this.failures.spoiled(description() + " does not know the order any more",
						FailureKind.UNAVAILABLE);
			}
			throw this.failures.of(ex, last.retryAfter());
		}
	}

	private synchronized Session session() {
		Session current = this.session;
		if (current == null) {
			current = new Session(this.server.directory(), this.provider);
			this.session = current;
		}
		return current;
	}

	private static boolean accountIsGone(Exception thrown) {
		Throwable ex = (thrown instanceof AcmeLazyLoadingException) ? thrown.getCause() : thrown;
		return ex instanceof AcmeServerException refused && ACCOUNT_DOES_NOT_EXIST.equals(refused.getType());
	}

}
