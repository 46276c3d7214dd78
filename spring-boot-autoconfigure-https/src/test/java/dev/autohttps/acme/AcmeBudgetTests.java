package dev.autohttps.acme;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RateLimit.Kind;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class AcmeBudgetTests {

	private static final URL ACCOUNT = url("https://ca.example/account/1");

	private static final URL ORDER = url("https://ca.example/order/1");

	private final TestStore store = new TestStore();

	private final TestClock clock = new TestClock();

	@Test
	void anOrderThatReplacesACertificateCountsNotWhereTheCaExemptsIt() throws Exception {
		AcmeBudget budget = budget(true, Kind.NEW_ORDERS, Kind.CERTIFICATES);
		Issuance first = issuance(KeyType.EC_P256, Map.of());
		Issuance replacing = issuance(KeyType.EC_P256, Map.of("replaces", "certificate"));
		order(budget, first, ACCOUNT);
		budget.spendCertificate(first, ORDER);
		for (int i = 0; i < 3; i++) {
			order(budget, replacing, ACCOUNT);
			budget.spendCertificate(replacing, url("https://ca.example/order/replacing-" + i));
		}
		refused(() -> order(budget, first, ACCOUNT));
	}

	@Test
	void whereTheCaDoesNotItCounts() throws Exception {
		AcmeBudget budget = budget(false, Kind.NEW_ORDERS, Kind.CERTIFICATES);
		Issuance replacing = issuance(KeyType.EC_P256, Map.of("replaces", "certificate"));
		order(budget, replacing, ACCOUNT);
		refused(() -> order(budget, replacing, ACCOUNT));
	}

	@Test
	void anExemptOrderIsNotPlacedForANameThatFailedTooOften() {
		AcmeBudget budget = budget(true, Kind.FAILED_VALIDATIONS);
		budget.noteFailure(Domain.parse("shop.example"), ACCOUNT.toString(), url("https://ca.example/challenge/1"));
		refused(() -> order(budget, issuance(KeyType.EC_P256, Map.of("replaces", "certificate")), ACCOUNT));
	}

	@Test
	void certificatesOfSeveralKeyTypesAreForTheSameNames() throws Exception {
		AcmeBudget budget = budget(true, Kind.CERTIFICATES);
		budget.spendCertificate(issuance(KeyType.EC_P256, Map.of()), ORDER);
		refused(() -> order(budget, issuance(KeyType.RSA_2048, Map.of()), ACCOUNT));
	}

	@Test
	void anOrderThatIsNotPlacedForAnotherReasonIsNotCounted() throws Exception {
		AcmeBudget budget = budget(true, Kind.NEW_ORDERS, Kind.CERTIFICATES);
		budget.spendCertificate(issuance(KeyType.EC_P256, Map.of()), ORDER);
		refused(() -> order(budget, issuance(KeyType.EC_P256, Map.of()), ACCOUNT));
		assertThatNoException().isThrownBy(() -> order(budget, issuance("other.example"), ACCOUNT));
	}

	@Test
	void finalizingTheSameOrderAgainAfterACrashCountsOnce() throws Exception {
		AcmeBudget budget = budget(true, Kind.CERTIFICATES);
		budget.spendCertificate(issuance(KeyType.EC_P256, Map.of()), ORDER);
		assertThatNoException().isThrownBy(() -> budget.spendCertificate(issuance(KeyType.EC_P256, Map.of()), ORDER));
	}

	@Test
	void aWildcardIsProvenForTheNameBelowWhichItStands() {
		AcmeBudget budget = budget(true, Kind.FAILED_VALIDATIONS);
		budget.noteFailure(Domain.parse("*.shop.example"), ACCOUNT.toString(), url("https://ca.example/challenge/1"));
		refused(() -> budget
			.requireValidations(List.of(new ChallengeAnswer("http-01", "shop.example", "token", "content")), ACCOUNT));
		assertThatNoException()
			.isThrownBy(() -> order(budget, issuance("shop.example"), url("https://ca.example/account/2")));
	}

	private static void order(AcmeBudget budget, Issuance issuance, URL account) throws IssuanceException {
		budget.spendOrder(issuance.spec(), issuance.details().containsKey("replaces"), account);
	}

	private static void refused(ThrowingCallable call) {
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(call)
			.withMessageStartingWith("the CA was not asked");
	}

	private AcmeBudget budget(boolean replacementsExempt, Kind... kinds) {
		List<RateLimit> limits = List.of(kinds)
			.stream()
			.map((kind) -> new RateLimit(kind, 1, Duration.ofDays(1)))
			.toList();
		return new AcmeBudget(AcmeServer.of("https://ca.example/directory"), new AcmeLimits(limits, replacementsExempt),
				this.store, this.clock);
	}

	private Issuance issuance(String name) {
		return Issuance.begin(new CertificateSpec(new CertificateId("shop", KeyType.EC_P256), Domains.of(name), null,
				List.of("http-01")), this.clock.instant());
	}

	private Issuance issuance(KeyType type, Map<String, String> details) {
		return Issuance.begin(new CertificateSpec(new CertificateId("shop", type),
				Domains.of("shop.example", "www.shop.example"), null, List.of("http-01")), this.clock.instant(),
				details);
	}

	private static URL url(String text) {
		try {
			return URI.create(text).toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
