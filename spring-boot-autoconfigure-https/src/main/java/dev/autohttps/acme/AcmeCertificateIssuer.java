package dev.autohttps.acme;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.autohttps.acme.CaProvider.LastAnswer;
import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.Allowance;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.WantedRecord;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;

import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Obtains certificates from one ACME server.
 */
@ImportRuntimeHints(AcmeRuntimeHints.class)
public final class AcmeCertificateIssuer implements CertificateIssuer, CertificateAuthority {

	private final AcmeServer server;

	private final AcmeBudget budget;

	private final String configuration;

	private final AcmeAccounts accounts;

	private final AcmeOrders orders;

	private final RenewalAdvice advice;

	private final AcmeFailures failures;

	private final CaProvider provider;

	private final CaFactsReader facts;

	private final WantedRecords records;

	private @Nullable Session session;

	/**
	 * Create a new issuer that orders by {@linkplain OrderSettings#DEFAULT default} from
	 * a CA without known limits.
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
		this(server, settings, OrderSettings.DEFAULT, AcmeLimits.NONE, store, solvers, trust, configuration, clock);
	}

	/**
	 * Create a new issuer of whose traffic nobody wants to know.
	 * @param server the CA
	 * @param settings what it is told of us
	 * @param orderSettings how certificates are ordered
	 * @param limits what is not asked of the CA once it is used up
	 * @param store where the account is kept
	 * @param solvers the ways to prove control of a name that this set-up has
	 * @param trust the TLS context to talk to the CA, or {@code null} for the JDK's own
	 * trust; asked when the CA first is
	 * @param configuration changes when a setting does that may mend a failure
	 * @param clock the time
	 */
	public AcmeCertificateIssuer(AcmeServer server, AccountSettings settings, OrderSettings orderSettings,
			AcmeLimits limits, Store store, ChallengeSolvers solvers, Supplier<@Nullable SSLContext> trust,
			String configuration, InstantSource clock) {
		this(server, settings, orderSettings, limits, store, solvers, trust, configuration, clock, List.of());
	}

	/**
	 * Create a new issuer. The CA is not asked for anything before the first order.
	 * @param server the CA
	 * @param settings what it is told of us
	 * @param orderSettings how certificates are ordered
	 * @param limits what is not asked of the CA once it is used up
	 * @param store where the account is kept
	 * @param solvers the ways to prove control of a name that this set-up has
	 * @param trust the TLS context to talk to the CA, or {@code null} for the JDK's own
	 * trust; asked when the CA first is
	 * @param configuration changes when a setting does that may mend a failure
	 * @param clock the time
	 * @param listeners told what passes between us and the CA
	 */
	public AcmeCertificateIssuer(AcmeServer server, AccountSettings settings, OrderSettings orderSettings,
			AcmeLimits limits, Store store, ChallengeSolvers solvers, Supplier<@Nullable SSLContext> trust,
			String configuration, InstantSource clock, List<CaListener> listeners) {
		CaTraffic traffic = new CaTraffic(server, new CaListeners(listeners));
		this.server = server;
		this.configuration = configuration;
		this.budget = new AcmeBudget(server, limits, store, clock);
		this.failures = new AcmeFailures(server.toString());
		this.provider = new CaProvider(trust, clock, traffic);
		this.accounts = new AcmeAccounts(server, settings, store, this.budget,
				() -> this.provider.lastAnswer().status(), traffic, clock);
		Profiles profiles = new Profiles(orderSettings.profileRequired(), server.toString());
		this.orders = new AcmeOrders(server.id(), new OrderPlacement(profiles, this.budget, clock), solvers,
				new PreferredChain(orderSettings.preferredChain()), this.failures, this.budget,
				() -> this.provider.lastAnswer().retryAfter(), clock);
		this.advice = new RenewalAdvice(this.provider::lastAnswer, clock);
		this.records = new WantedRecords(solvers);
		this.facts = new CaFactsReader(server, settings, this.accounts, this.provider, clock);
	}

	/**
	 * Return the CA.
	 * @return the server it is asked at
	 */
	public AcmeServer server() {
		return this.server;
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
	public void requireBudget(CertificateSpec spec) throws IssuanceException {
		this.budget.requireCertificate(spec);
		String account = this.accounts.location();
		if (account != null) {
			this.budget.requireNames(spec, account);
		}
	}

	@Override
	public CaFacts facts() throws IssuanceException {
		return this.facts.read();
	}

	@Override
	public Issuance advance(Issuance issuance) throws IssuanceException {
		this.provider.startExchange();
		try {
			Issuance advanced = this.accounts.with(session(), (login) -> advance(issuance, login));
			this.orders.withdraw(issuance, advanced.answers());
			return advanced;
		}
		catch (IssuanceException ex) {
			this.orders.makeRoom(issuance);
			throw ex;
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (AcmeException | RuntimeException ex) {
			LastAnswer last = this.provider.lastAnswer();
			if (last.isGone(AcmeOrders.urls(issuance))) {
				Issuance anew = this.orders.forget(issuance, description());
				abandon(issuance);
				return anew;
			}
			this.orders.makeRoom(issuance);
			throw refused(ex, last);
		}
	}

	@Override
	public void abandon(Issuance issuance) {
		this.orders.withdraw(issuance, List.of());
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
			this.accounts.with(session(), (login) -> {
				Revocations.revoke(certificate.leaf(), reason, login);
				return certificate;
			});
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (AcmeException | RuntimeException ex) {
			throw refused(ex, this.provider.lastAnswer());
		}
		finally {
			// It may be asked for in a thread of a server, which outlives us.
			this.provider.startExchange();
		}
	}

	/**
	 * The failure is made first: to look into it is another exchange.
	 */
	private IssuanceException refused(Exception ex, LastAnswer last) {
		IssuanceException failure = this.failures.of(ex, last.retryAfter());
		this.accounts.lookInto(ex, last.status());
		return failure;
	}

	private Issuance advance(Issuance issuance, Login login) throws AcmeException, IssuanceException {
		if (issuance.step() != Step.KEY_MADE) {
			return this.orders.advance(issuance, login);
		}
		this.accounts.lookAfter(login);
		Issuance ordered = this.orders.advance(issuance, login);
		this.accounts.proven();
		return ordered;
	}

	/**
	 * Give the account at the CA another key; other processes that share the store take
	 * it up by themselves. If the process dies or the network fails before it is done,
	 * whoever next asks the CA for something finishes it.
	 * @throws IssuanceException if the CA cannot be asked, if it does not take the key,
	 * so that the account keeps the one it has, or if there is no account yet
	 * @throws StoreException if the new key cannot be stored
	 */
	public void rollOverAccountKey() throws IssuanceException {
		this.provider.startExchange();
		try {
			this.accounts.rollOver(session());
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (AcmeException | RuntimeException ex) {
			throw this.failures.of(ex, this.provider.lastAnswer().retryAfter());
		}
	}

	@Override
	public @Nullable AccountStatus account() {
		return this.accounts.status();
	}

	@Override
	public List<Allowance> allowances(CertificateSpec spec) {
		return this.budget.allowances(spec, this.accounts.location());
	}

	@Override
	public boolean wantsRecords(CertificateSpec spec) {
		return this.records.areNeeded(spec);
	}

	@Override
	public List<WantedRecord> records(CertificateSpec spec) {
		String account = wantsRecords(spec) ? this.accounts.location() : null;
		return (account != null) ? this.records.find(spec, account) : List.of();
	}

	@Override
	public List<WantedRecord> lookAtRecords(CertificateSpec spec) {
		String account = wantsRecords(spec) ? this.accounts.location() : null;
		return (account != null) ? this.records.look(spec, account, this::identities) : List.of();
	}

	private List<String> identities() {
		try {
			return facts().caaIdentities();
		}
		catch (IssuanceException ex) {
			// It will say so in the next order.
			return List.of();
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

}
