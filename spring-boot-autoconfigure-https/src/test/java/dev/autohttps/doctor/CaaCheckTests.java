package dev.autohttps.doctor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.autohttps.acme.CaFacts;
import dev.autohttps.acme.dns.Dns;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CaaCheckTests {

	private static final String ACCOUNT = "https://ca.example/acct/1";

	private final TestNameServer dns = new TestNameServer();

	private List<String> identities = List.of("letsencrypt.org");

	@AfterEach
	void close() {
		this.dns.close();
	}

	@Test
	void withoutAnyRecordAnyCaMayIssue() {
		assertThat(judge("shop.example")).isEqualTo(Severity.OK);
	}

	@Test
	void theRecordOfTheNameItselfHolds() {
		this.dns.caa("shop.example", 0, "issue", "letsencrypt.org");
		this.dns.caa("example", 0, "issue", "pki.example");
		assertThat(judge("shop.example")).isEqualTo(Severity.OK);
	}

	@Test
	void elseThatOfTheNextNameAboveIt() {
		this.dns.caa("example", 0, "issue", "letsencrypt.org");
		this.dns.caa("shop.example", 0, "issue", "pki.example");
		this.dns.name("www.eu.shop.example");
		assertThat(judge("www.eu.shop.example")).isEqualTo(Severity.FATAL);
	}

	@Test
	void aRecordThatSaysNothingOfIssuingEndsTheSearch() {
		this.dns.caa("shop.example", 0, "iodef", "mailto:ops@shop.example");
		this.dns.caa("example", 0, "issue", "pki.example");
		assertThat(judge("shop.example")).isEqualTo(Severity.OK);
	}

	@Test
	void oneOfSeveralIsEnough() {
		this.dns.caa("shop.example", 0, "issue", "pki.example");
		this.dns.caa("shop.example", 0, "ISSUE", " LetsEncrypt.org ; validationmethods=http-01");
		assertThat(judge("shop.example")).isEqualTo(Severity.OK);
	}

	@Test
	void forAWildcardThereAreRecordsOfTheirOwn() {
		this.dns.caa("shop.example", 0, "issue", "pki.example");
		this.dns.caa("shop.example", 0, "issuewild", "letsencrypt.org");
		assertThat(judge("*.shop.example", "dns-01")).isEqualTo(Severity.OK);
		assertThat(judge("shop.example")).isEqualTo(Severity.FATAL);
	}

	@Test
	void withoutThoseTheOthersHoldForWildcardsToo() {
		this.dns.caa("shop.example", 0, "issue", "pki.example");
		assertThat(judge("*.shop.example", "dns-01")).isEqualTo(Severity.FATAL);
	}

	@ParameterizedTest
	@ValueSource(strings = { ";", "", " " })
	void nobodyMayIssueWhereNobodyIsNamed(String value) {
		this.identities = List.of();
		this.dns.caa("shop.example", 0, "issue", value);
		assertThat(judge("shop.example")).isEqualTo(Severity.FATAL);
	}

	@Test
	void aCaThatDoesNotTellItsNameIsDoubtful() {
		this.identities = List.of();
		this.dns.caa("shop.example", 0, "issue", "pki.example");
		assertThat(judge("shop.example")).isEqualTo(Severity.DOUBTFUL);
	}

	@Test
	void aCriticalRecordThatNobodyKnowsForbidsAll() {
		this.dns.caa("shop.example", 0, "issue", "letsencrypt.org");
		this.dns.caa("shop.example", 128, "future", "x");
		assertThat(judge("shop.example")).isEqualTo(Severity.FATAL);
	}

	@Test
	void aCriticalRecordThatIsKnownForbidsNothing() {
		this.dns.caa("shop.example", 128, "issue", "letsencrypt.org");
		assertThat(judge("shop.example")).isEqualTo(Severity.OK);
	}

	@Test
	void theFirstChallengeMustBeAllowed() {
		this.dns.caa("shop.example", 0, "issue", "letsencrypt.org; validationmethods=tls-alpn-01,dns-01");
		assertThat(judge("shop.example", "tls-alpn-01", "http-01")).isEqualTo(Severity.OK);
		assertThat(judge("shop.example", "http-01", "tls-alpn-01")).isEqualTo(Severity.DOUBTFUL);
		assertThat(judge("shop.example", "http-01")).isEqualTo(Severity.FATAL);
	}

	@Test
	void anotherCaMayOverlookWhatTheRecordAsks() {
		this.identities = List.of("pki.example");
		this.dns.caa("shop.example", 0, "issue", "pki.example; validationmethods=dns-01");
		this.dns.caa("www.example", 0, "issue", "pki.example; accounturi=https://ca.example/acct/2");
		assertThat(judge("shop.example", "http-01")).isEqualTo(Severity.DOUBTFUL);
		assertThat(judge("www.example", "http-01")).isEqualTo(Severity.DOUBTFUL);
	}

	@Test
	void theAccountMustBeOurs() {
		this.dns.caa("shop.example", 0, "issue", "letsencrypt.org; accounturi=" + ACCOUNT);
		this.dns.caa("www.example", 0, "issue", "letsencrypt.org; accounturi=https://ca.example/acct/2");
		assertThat(judge("shop.example")).isEqualTo(Severity.OK);
		assertThat(judge("www.example")).isEqualTo(Severity.FATAL);
		assertThat(judge(null, "www.example", new String[] { "http-01" })).isEqualTo(Severity.DOUBTFUL);
	}

	@Test
	void aResolverThatFailsOnTheWayUpProvesNothing() {
		this.dns.servfail("shop.example");
		assertThat(judge("www.shop.example")).isEqualTo(Severity.DOUBTFUL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\0", "\0\0issue", "\0\u0009issue" })
	void aGarbledRecordIsNone(String data) {
		assertThat(CaaRecord.parse(data.getBytes(StandardCharsets.US_ASCII))).isNull();
	}

	private Severity judge(String name, String... types) {
		return judge(ACCOUNT, name, (types.length != 0) ? types : new String[] { "http-01" });
	}

	private Severity judge(String account, String name, String[] types) {
		CaFacts facts = new CaFacts(this.identities, false, false, null, true, account, Duration.ZERO);
		Domain domain = Domain.parse(name);
		Finding finding = new CaaCheck(facts, true).judge(domain,
				CaaRecords.find(Dns.resolvers(List.of(this.dns.address())), domain.identifier()), List.of(types));
		assertThat(finding.remedy().isEmpty()).isEqualTo(finding.severity() == Severity.OK);
		return finding.severity();
	}

}
