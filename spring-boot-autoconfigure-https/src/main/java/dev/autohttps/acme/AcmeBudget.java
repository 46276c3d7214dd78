package dev.autohttps.acme;

import java.net.URL;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.autohttps.certificate.Allowance;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RateBudget;
import dev.autohttps.certificate.RateLimit.Kind;
import dev.autohttps.certificate.Store;
import org.jspecify.annotations.Nullable;

/**
 * What may still be asked of one CA, in the words of its orders.
 */
final class AcmeBudget {

	private final AcmeServer server;

	private final RateBudget budget;

	private final boolean replacementsExempt;

	AcmeBudget(AcmeServer server, AcmeLimits limits, Store store, InstantSource clock) {
		this.server = server;
		this.budget = new RateBudget(store, server.id(), limits.limits(), clock);
		this.replacementsExempt = limits.replacementsExempt();
	}

	/**
	 * To be called before a key is registered that the CA does not know.
	 */
	void spendAccount(PublicKey key) throws IssuanceException {
		this.budget.spend(Kind.NEW_ACCOUNTS, this.server.toString(), AccountRecord.thumbprint(key));
	}

	/**
	 * To be called before each order is placed.
	 */
	void spendOrder(CertificateSpec spec, boolean replacement, URL account) throws IssuanceException {
		requireNames(spec, account.toString());
		if (!replacement || !this.replacementsExempt) {
			requireCertificate(spec);
			this.budget.spend(Kind.NEW_ORDERS, account.toString(), UUID.randomUUID().toString());
		}
	}

	/**
	 * To be called to see whether there is room for a certificate.
	 */
	void requireCertificate(CertificateSpec spec) throws IssuanceException {
		this.budget.require(Kind.CERTIFICATES, names(spec));
	}

	/**
	 * To be called to see whether the names may be validated.
	 */
	void requireNames(CertificateSpec spec, String account) throws IssuanceException {
		for (Domain domain : spec.domains()) {
			this.budget.require(Kind.FAILED_VALIDATIONS, validations(domain.name(), account));
		}
	}

	/**
	 * To be called before the CA is told to look at the answers.
	 */
	void requireValidations(Collection<ChallengeAnswer> answers, URL account) throws IssuanceException {
		for (ChallengeAnswer answer : answers) {
			this.budget.require(Kind.FAILED_VALIDATIONS, validations(answer.identifier(), account.toString()));
		}
	}

	/**
	 * To be called for each challenge that failed; once or more often is the same.
	 */
	void noteFailure(Domain domain, String account, URL challenge) {
		this.budget.note(Kind.FAILED_VALIDATIONS, validations(domain.name(), account), challenge.toString());
	}

	/**
	 * To be called before an order is finalized.
	 */
	void spendCertificate(Issuance issuance, URL order) throws IssuanceException {
		if (!isExempt(issuance)) {
			this.budget.spend(Kind.CERTIFICATES, names(issuance.spec()), order.toString());
		}
	}

	/**
	 * Return what is left for a certificate.
	 * @param account the account's URL, or {@code null} if there is none yet
	 */
	List<Allowance> allowances(CertificateSpec spec, @Nullable String account) {
		List<@Nullable Allowance> all = new ArrayList<>();
		all.add(this.budget.allowance(Kind.CERTIFICATES, names(spec), this.replacementsExempt));
		if (account == null) {
			all.add(this.budget.allowance(Kind.NEW_ACCOUNTS, this.server.toString(), false));
		}
		else {
			all.add(this.budget.allowance(Kind.NEW_ORDERS, account, this.replacementsExempt));
			spec.domains()
				.forEach((domain) -> all
					.add(this.budget.allowance(Kind.FAILED_VALIDATIONS, validations(domain.name(), account), false)));
		}
		List<Allowance> limited = new ArrayList<>();
		all.forEach((one) -> {
			if (one != null) {
				limited.add(one);
			}
		});
		return limited;
	}

	private boolean isExempt(Issuance issuance) {
		Map<String, String> details = issuance.details();
		return this.replacementsExempt && details.containsKey(OrderDetails.REPLACES);
	}

	private static String names(CertificateSpec spec) {
		return spec.domains().names().stream().sorted().collect(Collectors.joining(" "));
	}

	/**
	 * A wildcard is proven for the name below which it stands.
	 */
	private static String validations(String name, String account) {
		return (name.startsWith("*.") ? name.substring(2) : name) + " of " + account;
	}

}
