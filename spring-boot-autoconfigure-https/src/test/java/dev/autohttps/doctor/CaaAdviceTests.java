package dev.autohttps.doctor;

import java.util.List;

import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CaaAdviceTests {

	private static final String ACCOUNT = "https://ca.example/acct/1";

	private final Ward ward = new Ward();

	@AfterEach
	void close() throws Exception {
		this.ward.close();
	}

	@Test
	void whereAnyCaMayIssueARecordIsAdvised() {
		this.ward.ca.account = ACCOUNT;
		this.ward.challenges = List.of("http-01", "tls-alpn-01");
		assertThat(advice()).containsExactly(Finding.ok("caa-advice", "shop.example",
				"any CA may issue; only this CA, this account and these challenges could with shop.example. IN CAA 0 issue "
						+ "\"letsencrypt.org; accounturi=" + ACCOUNT
						+ "; validationmethods=http-01,tls-alpn-01\", which " + "holds for the names below as well"));
	}

	@Test
	void beforeTheFirstOrderThereIsNoAccountToName() {
		assertThat(advice()).singleElement()
			.satisfies((one) -> assertThat(one.seen())
				.contains("could with shop.example. IN CAA 0 issue \"letsencrypt.org; validationmethods=http-01\"")
				.endsWith("; accounturi can be added once there is an account, which is made with the first order"));
	}

	@Test
	void wildcardsHaveARecordOfTheirOwn() {
		this.ward.byLastingRecord();
		this.ward.ca.account = ACCOUNT;
		this.ward.domains = List.of("shop.example", "*.shop.example");
		this.ward.challenges = List.of("http-01", "dns-persist-01");
		assertThat(advice()).singleElement()
			.satisfies((one) -> assertThat(one.seen()).contains("0 issue \"letsencrypt.org; accounturi=" + ACCOUNT
					+ "; validationmethods=http-01,dns-persist-01\" and shop.example. IN CAA 0 issuewild "
					+ "\"letsencrypt.org; accounturi=" + ACCOUNT + "; validationmethods=dns-persist-01\""));
	}

	@Test
	void namesBelowOneAnotherAreAdvisedOnOnce() {
		this.ward.domains = List.of("www.shop.example", "shop.example", "eu.www.shop.example", "pay.example");
		assertThat(advice()).extracting(Finding::subject).containsExactly("shop.example", "pay.example");
	}

	@Test
	void aRecordThatLimitsNeitherAccountNorChallengesCouldBeStricter() {
		this.ward.dns.caa("example", 0, "issue", "letsencrypt.org");
		this.ward.dns.name("shop.example");
		this.ward.ca.account = ACCOUNT;
		assertThat(advice()).singleElement().satisfies((one) -> {
			assertThat(one.subject()).isEqualTo("example");
			assertThat(one.severity()).isEqualTo(Severity.OK);
			assertThat(one.seen()).startsWith("the CAA records do not limit the account and the challenges; ");
		});
	}

	@Test
	void oneThatLimitsBothIsLeftAlone() {
		this.ward.ca.account = ACCOUNT;
		this.ward.dns.caa("shop.example", 0, "issue",
				"letsencrypt.org; accounturi=" + ACCOUNT + "; validationmethods=http-01");
		assertThat(advice()).isEmpty();
	}

	@Test
	void whatForbidsTheCaIsMendedFirst() {
		this.ward.dns.caa("shop.example", 0, "issue", "pki.example");
		assertThat(advice()).isEmpty();
	}

	@Test
	void aCaThatDoesNotTellItsNameCannotBeNamed() {
		this.ward.ca.identities = List.of();
		assertThat(advice()).isEmpty();
	}

	@Test
	void anAddressHasNone() {
		this.ward.domains = List.of("203.0.113.7");
		assertThat(advice()).isEmpty();
	}

	private List<Finding> advice() {
		return this.ward.findings().stream().filter((one) -> one.check().equals("caa-advice")).toList();
	}

}
