package dev.autohttps.acme.dns.persist;

import java.time.Instant;
import java.util.List;

import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.acme.dns.DnsAnswer.Status;
import dev.autohttps.certificate.WantedRecord.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PersistVerdictTests {

	private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

	private static final String ACCOUNT = "https://ca.example/acct/1";

	private static final PersistNeed HOST = new PersistNeed("shop.example", List.of("ca.example", "ca.example.net"),
			ACCOUNT, ACCOUNT, false);

	private static final PersistNeed WILDCARD = HOST.forWildcards();

	@ParameterizedTest
	@ValueSource(strings = { "ca.example; accounturi=https://ca.example/acct/1",
			"ca.example.net;accounturi=https://ca.example/acct/1",
			"  ca.example ;\taccounturi = https://ca.example/acct/1\t",
			"ca.example; ACCOUNTURI=https://ca.example/acct/1; Policy=Wildcard; PersistUntil=1795435200",
			"ca.example; policy=wildcard; persistUntil=1795435200; accounturi=https://ca.example/acct/1",
			"ca.example; future-tag=x; accounturi=https://ca.example/acct/1; policy=something" })
	void aRecordForTheCaAndTheAccountAllowsTheName(String text) {
		assertThat(judge(HOST, text).state()).isEqualTo(State.PRESENT);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "other.example; accounturi=https://ca.example/acct/1 | is for another CA",
			"v=spf1 -all | is for another CA", "; accounturi=https://ca.example/acct/1 | is for another CA",
			"CA.example.; accounturi=https://ca.example/acct/1 | must name the CA exactly as ca.example or ca.example.net",
			"ca.example | names no account (accounturi)", "ca.example; | names no account (accounturi)",
			"ca.example; accounturi=https://ca.example/acct/2 | is for another account, perhaps a former one",
			"ca.example; accounturi=https://staging.ca.example/acct/1 | is for an account of another server, perhaps of the CA's staging server",
			"ca.example; accounturi=x y | is malformed: the value of accounturi has a blank in it, or another character that it must not have",
			"ca.example; accounturi= | is malformed: accounturi is empty",
			"ca.example; accounturi=; persistUntil=1795435200 | is malformed: accounturi is empty",
			"ca.example; accounturi=https://ca.example/acct/1; | is malformed: there is a semicolon with nothing after it",
			"ca.example; accounturi | is malformed: 'accounturi' is not of the form tag=value",
			"ca.example; account_uri=x | is malformed: 'account_uri' is no tag",
			"ca.example; policy=x; POLICY=y | is malformed: POLICY is there twice",
			"ca.example; accounturi=https://ca.example/acct/1; persistUntil=tomorrow | is malformed: persistUntil is 'tomorrow', not a number of seconds since 1970",
			"ca.example; accounturi=https://ca.example/acct/1; persistUntil=99999999999999999 | is malformed: persistUntil is '99999999999999999', not a number of seconds since 1970" })
	void elseItIsSaidWhyNot(String text, String reason) {
		PersistVerdict verdict = judge(HOST, text);
		assertThat(verdict.state()).isEqualTo(State.WRONG);
		assertThat(verdict.seen()).isEqualTo("what is there does not do: \"" + text + "\" " + reason);
	}

	@Test
	void aWildcardNeedsItsPolicy() {
		String without = "ca.example; accounturi=https://ca.example/acct/1";
		assertThat(judge(WILDCARD, without + "; policy=WILDCARD").state()).isEqualTo(State.PRESENT);
		assertThat(judge(WILDCARD, without + "; policy=all").state()).isEqualTo(State.WRONG);
		assertThat(judge(WILDCARD, without).seen()).endsWith("\" lacks policy=wildcard");
	}

	@Test
	void aRecordThatHasExpiredIsSaidSo() {
		String text = "ca.example; accounturi=https://ca.example/acct/1; persistUntil=";
		assertThat(judge(HOST, text + NOW.getEpochSecond()).state()).isEqualTo(State.PRESENT);
		PersistVerdict verdict = judge(HOST, text + (NOW.getEpochSecond() - 1));
		assertThat(verdict.state()).isEqualTo(State.EXPIRED);
		assertThat(verdict.seen()).endsWith("\" does not count any more since 2026-11-23T11:59:59Z (persistUntil)");
	}

	@Test
	void everythingThatIsWrongWithARecordIsSaidAtOnce() {
		PersistVerdict verdict = judge(WILDCARD, "ca.example; accounturi=https://ca.example/acct/2; persistUntil=0");
		assertThat(verdict.state()).isEqualTo(State.WRONG);
		assertThat(verdict.seen()).endsWith("\" is for another account, perhaps a former one and lacks policy=wildcard "
				+ "and does not count any more since 1970-01-01T00:00:00Z (persistUntil)");
	}

	@Test
	void oneOfSeveralIsEnough() {
		PersistVerdict verdict = judge(HOST, "ca.example; accounturi=https://ca.example/acct/2",
				"other.example; accounturi=https://ca.example/acct/1", "ca.example; accounturi=broken;",
				"ca.example; accounturi=https://ca.example/acct/1; persistUntil=1795435200");
		assertThat(verdict.state()).isEqualTo(State.PRESENT);
		assertThat(verdict.until()).isEqualTo(Instant.ofEpochSecond(1795435200));
	}

	@Test
	void theOneThatCountsLongestDecides() {
		String text = "ca.example; accounturi=https://ca.example/acct/1";
		assertThat(judge(HOST, text + "; persistUntil=1795435200", text + "; persistUntil=1795435300").until())
			.isEqualTo(Instant.ofEpochSecond(1795435300));
		assertThat(judge(HOST, text + "; persistUntil=1795435200", text).until()).isNull();
	}

	@Test
	void whatIsMeantForTheCaIsSaidFirst() {
		assertThat(judge(HOST, "another.example; accounturi=x", "ca.example; accounturi=broken;").seen()).isEqualTo(
				"what is there does not do: \"ca.example; accounturi=broken;\" is malformed: there is a semicolon "
						+ "with nothing after it; \"another.example; accounturi=x\" is for another CA");
	}

	@Test
	void aNameWithoutARecordIsMissingOne() {
		assertThat(PersistVerdict.of(new DnsAnswer(Status.NO_NAME, List.of(), "NXDOMAIN from 192.0.2.53"), HOST, NOW))
			.isEqualTo(new PersistVerdict(State.MISSING, "it is not there: NXDOMAIN from 192.0.2.53", null));
		assertThat(PersistVerdict.of(new DnsAnswer(Status.NO_DATA, List.of(), "no such record, says 192.0.2.53"), HOST,
				NOW))
			.isEqualTo(new PersistVerdict(State.MISSING, "it is not there: no such record, says 192.0.2.53", null));
	}

	@Test
	void aResolverInTroubleSaysNothing() {
		assertThat(PersistVerdict.of(new DnsAnswer(Status.FAILED, List.of(), "SERVFAIL from 192.0.2.53"), HOST, NOW))
			.isEqualTo(new PersistVerdict(State.UNKNOWN, "it cannot be looked up: SERVFAIL from 192.0.2.53", null));
	}

	private static PersistVerdict judge(PersistNeed need, String... texts) {
		List<Object> quoted = List.of(texts).stream().<Object>map((text) -> "\"" + text + "\"").toList();
		return PersistVerdict.of(new DnsAnswer(Status.FOUND, quoted, "found by 192.0.2.53"), need, NOW);
	}

}
