package dev.autohttps.acme;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.autohttps.acme.CaProvider.LastAnswer;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
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
public final class AcmeCertificateIssuer implements CertificateIssuer {

	private static final URI ACCOUNT_DOES_NOT_EXIST = AcmeFailures.type("accountDoesNotExist");

	private final AcmeServer server;

	private final String configuration;

	private final AcmeAccounts accounts;

	private final AcmeOrders orders;

	private final RenewalAdvice advice;

	private final AcmeFailures failures;

	private final CaProvider provider;

	private @Nullable Session session;

	/**
	 * Create a new issuer that orders by {@linkplain OrderSettings#DEFAULT default}.
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
		this(server, settings, OrderSettings.DEFAULT, store, solvers, trust, configuration, clock);
	}

	/**
	 * Create a new issuer. The CA is not asked for anything before the first order.
	 * @param server the CA
	 * @param settings what it is told of us
	 * @param orderSettings how certificates are ordered
	 * @param store where the account is kept
	 * @param solvers the ways to prove control of a name that this set-up has
	 * @param trust the TLS context to talk to the CA, or {@code null} for the JDK's own
	 * trust; asked when the CA first is
	 * @param configuration changes when a setting does that may mend a failure
	 * @param clock the time
	 */
	public AcmeCertificateIssuer(AcmeServer server, AccountSettings settings, OrderSettings orderSettings, Store store,
			ChallengeSolvers solvers, Supplier<@Nullable SSLContext> trust, String configuration, InstantSource clock) {
		this.server = server;
		this.configuration = configuration;
		this.accounts = new AcmeAccounts(server, settings, store, clock);
		this.failures = new AcmeFailures(server.toString());
		this.provider = new CaProvider(trust, clock);
		this.orders = new AcmeOrders(
				new OrderPlacement(new Profiles(orderSettings.profileRequired(), server.toString()), clock), solvers,
				new PreferredChain(orderSettings.preferredChain()), this.failures,
				() -> this.provider.lastAnswer().retryAfter(), clock);
		this.advice = new RenewalAdvice(this.provider::lastAnswer, clock);
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
	public Issuance advance(Issuance issuance) throws IssuanceException {
		this.provider.startExchange();
		try {
			return withAccount((login) -> this.orders.advance(issuance, login));
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (AcmeException | RuntimeException ex) {
			LastAnswer last = this.provider.lastAnswer();
			if (last.isGone(AcmeOrders.urls(issuance))) {
				return this.orders.forget(issuance, description());
			}
			throw this.failures.of(ex, last.retryAfter());
		}
	}

	@Override
	public Map<String, String> replacing(ServerCertificate former, Map<String, String> details) {
		return Replacement.of(former.leaf(), details);
	}

	@Override
	public @Nullable RenewalInfo renewalInfo(ServerCertificate certificate) throws IssuanceException {
		this.provider.startExchange();
		try {
			return this.advice.about(certificate.leaf(), session());
		}
		catch (AcmeException | RuntimeException ex) {
			throw this.failures.of(ex, this.provider.lastAnswer().retryAfter());
		}
	}

	@Override
	public void revoke(ServerCertificate certificate, RevocationReason reason) throws IssuanceException {
		this.provider.startExchange();
		try {
			withAccount((login) -> {
				Revocations.revoke(certificate.leaf(), reason, login);
				return certificate;
			});
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (AcmeException | RuntimeException ex) {
			throw this.failures.of(ex, this.provider.lastAnswer().retryAfter());
		}
	}

	/**
	 * Do something with the account, once more if the CA has forgotten it.
	 */
	private <T> T withAccount(AccountCall<T> call) throws AcmeException, IssuanceException {
		Session current = session();
		Login login = this.accounts.login(current);
		try {
			return call.with(login);
		}
		catch (AcmeServerException | AcmeLazyLoadingException ex) {
			if (!accountIsGone(ex)) {
				throw ex;
			}
			return call.with(this.accounts.registerAgain(current, login));
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

	private interface AccountCall<T> {

		T with(Login login) throws AcmeException, IssuanceException;

	}

}
