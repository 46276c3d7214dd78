package dev.autohttps.acme.dns.persist;

import java.net.URI;
import java.net.URL;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.autohttps.acme.ChallengeRequest;
import dev.autohttps.acme.Readiness;
import dev.autohttps.acme.RecordRequest;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.certificate.WantedRecord;
import dev.autohttps.certificate.WantedRecord.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.toolbox.JSON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DnsPersist01ChallengeSolverTests {

	private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

	private static final String ACCOUNT = "https://ca.example/acct/1";

	private static final String NAME = "_validation-persist.shop.example";

	private static final String VALUE = "ca.example; accounturi=" + ACCOUNT;

	private final TxtServer server = new TxtServer();

	private final TestStore store = new TestStore();

	private final Set<String> wildcards = new HashSet<>();

	private List<String> issuers = List.of("ca.example", "ca.example.net");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void namesAndWildcardsAreProvenButNoAddresses() {
		assertThat(solver().proves(Domain.parse("shop.example"))).isTrue();
		assertThat(solver().proves(Domain.parse("*.shop.example"))).isTrue();
		assertThat(solver().proves(Domain.parse("192.0.2.1"))).isFalse();
	}

	@Test
	void anAnswerIsAllThatIsNeededAfterARestart() throws Exception {
		ChallengeAnswer answer = solver().answer(request("*.shop.example"));
		assertThat(answer).isEqualTo(new ChallengeAnswer("dns-persist-01", "shop.example", "",
				"ca.example ca.example.net; " + ACCOUNT + "; " + ACCOUNT + "; wildcard"));
		this.server.txt(NAME, "ca.example.net; accounturi=" + ACCOUNT, "; policy=wildcard");
		assertThat(solver().prepare(answer, "")).isEqualTo(Readiness.READY);
	}

	@Test
	void whatIsMissingIsSaidWithTheRecordToCreate() throws Exception {
		IssuanceException failure = failure("shop.example");
		assertThat(failure).hasMessage("shop.example is to be proven by a DNS record that somebody must create: " + NAME
				+ ". IN TXT \"" + VALUE + "\" (it is not there: NXDOMAIN from " + this.server.address() + ")");
		assertThat(failure.getKind()).isEqualTo(FailureKind.DNS);
		assertThat(failure.isOrderSpoiled()).isFalse();
		assertThat(this.server.asked()).containsExactly(NAME);
	}

	@Test
	void aRecordForAnotherAccountIsSaidSo() throws Exception {
		this.server.txt(NAME, "ca.example; accounturi=https://ca.example/acct/2");
		assertThat(failure("shop.example")).hasMessageEndingWith("(what is there does not do: "
				+ "\"ca.example; accounturi=https://ca.example/acct/2\" is for another account, perhaps a former one)");
	}

	@Test
	void aResolverInTroublePasses() throws Exception {
		this.server.servfail(NAME);
		IssuanceException failure = failure("shop.example");
		assertThat(failure.getKind()).isEqualTo(FailureKind.DNS);
		assertThat(failure)
			.hasMessageEndingWith("(it cannot be looked up: SERVFAIL from " + this.server.address() + ")");
	}

	@Test
	void aWildcardAndTheNameBelowItAreProvenWithOneRecord() throws Exception {
		this.wildcards.add("shop.example");
		String both = NAME + ". IN TXT \"" + VALUE + "; policy=wildcard\"";
		assertThat(failure("shop.example")).hasMessageContaining(both);
		assertThat(failure("*.shop.example")).hasMessageContaining(both);
		this.server.txt(NAME, VALUE);
		assertThat(solver().isBlocked(request("shop.example"))).isFalse();
		assertThat(failure("*.shop.example")).hasMessageContaining(both).hasMessageEndingWith("lacks policy=wildcard)");
	}

	@Test
	void itIsBlockedUntilTheRecordIsThere() throws Exception {
		assertThat(solver().isBlocked(request("shop.example"))).isTrue();
		this.server.txt(NAME, VALUE);
		assertThat(solver().isBlocked(request("shop.example"))).isFalse();
	}

	@Test
	void aChallengeThatDoesNotNameTheCaIsMalformed() throws Exception {
		this.issuers = List.of();
		assertThat(solver().isBlocked(request("shop.example"))).isTrue();
		IssuanceException failure = failure("shop.example");
		assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(failure.isOrderSpoiled()).isTrue();
		this.issuers = List.of("a.example", "b.example; accounturi=x");
		assertThat(solver().isBlocked(request("shop.example"))).isTrue();
		assertThat(this.server.asked()).isEmpty();
	}

	@Test
	void howTheCaWritesTheAccountIsHowItIsWritten() throws Exception {
		ChallengeAnswer answer = solver().answer(request("shop.example", "https://ca.example/id/one"));
		this.server.txt(NAME, "ca.example; accounturi=https://ca.example/id/one");
		assertThat(solver().prepare(answer, "")).isEqualTo(Readiness.READY);
		assertThat(solver().record(record(false)).value())
			.isEqualTo("ca.example; accounturi=https://ca.example/id/one");
	}

	@Test
	void beforeTheFirstLookNothingIsKnown() {
		assertThat(solver().record(record(false))).isNull();
	}

	@Test
	void whatWasSeenLastIsRemembered() throws Exception {
		failure("shop.example");
		WantedRecord missing = solver().record(record(false));
		assertThat(missing.state()).isEqualTo(State.MISSING);
		assertThat(missing.required()).isFalse();
		assertThat(missing.lookedAt()).isEqualTo(NOW);
		this.server.txt(NAME, VALUE + "; persistUntil=1795435200");
		assertThat(solver().prepare(solver().answer(request("shop.example")), "")).isEqualTo(Readiness.READY);
		int asked = this.server.asked().size();
		WantedRecord present = solver().record(record(false));
		assertThat(present).isEqualTo(new WantedRecord("shop.example", NAME, VALUE, State.PRESENT,
				"it is there, and counts until 2026-11-23T12:00:00Z", NOW, NOW, true));
		assertThat(solver().record(record(true)).state()).isEqualTo(State.WRONG);
		assertThat(this.server.asked()).hasSize(asked);
		this.server.clear(NAME);
		assertThat(solver().look(record(false))).satisfies((gone) -> {
			assertThat(gone.state()).isEqualTo(State.MISSING);
			assertThat(gone.required()).isTrue();
		});
		assertThat(solver().record(record(false)).state()).isEqualTo(State.MISSING);
	}

	@Test
	void beforeTheFirstOrderTheNamesOfTheCaInItsDirectoryDo() {
		assertThat(solver().look(new RecordRequest("shop.example", false, true, ACCOUNT, List::of))).isNull();
		WantedRecord looked = solver()
			.look(new RecordRequest("shop.example", false, true, ACCOUNT, () -> List.of("ca.example")));
		assertThat(looked.line()).isEqualTo(NAME + ". IN TXT \"" + VALUE + "\"");
		assertThat(looked.required()).isTrue();
	}

	@Test
	void aStoreThatFailsKeepsNobodyFromACertificate() throws Exception {
		this.store.breakOn((operation) -> true);
		this.server.txt(NAME, VALUE);
		assertThat(solver().prepare(solver().answer(request("shop.example")), "")).isEqualTo(Readiness.READY);
	}

	private IssuanceException failure(String name) throws Exception {
		ChallengeAnswer answer = solver().answer(request(name));
		return catchThrowableOfType(IssuanceException.class, () -> solver().prepare(answer, ""));
	}

	private RecordRequest record(boolean wildcard) {
		return new RecordRequest("shop.example", wildcard, false, ACCOUNT, List::of);
	}

	/**
	 * One that knows nothing but what is stored.
	 */
	private DnsPersist01ChallengeSolver solver() {
		return new DnsPersist01ChallengeSolver(this.server::dns, () -> this.store, this.wildcards::contains, () -> NOW);
	}

	private ChallengeRequest request(String name) throws Exception {
		return request(name, ACCOUNT);
	}

	private ChallengeRequest request(String name, String accountUri) throws Exception {
		URL account = URI.create(ACCOUNT).toURL();
		Login login = new Session("https://ca.example/directory").login(account,
				KeyPairGenerator.getInstance("EC").generateKeyPair());
		JSON json = JSON.fromMap(Map.of("type", "dns-persist-01", "url", "https://ca.example/challenge/1", "status",
				"pending", "issuer-domain-names", this.issuers, "accounturi", accountUri));
		return new ChallengeRequest(Domain.parse(name), new Challenge(login, json), account);
	}

}
