package dev.autohttps.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PersistCheckTests {

	private static final String ACCOUNT = "https://ca.example/acct/1";

	private static final String NAME = "_validation-persist.shop.example";

	private static final String VALUE = "letsencrypt.org; accounturi=" + ACCOUNT;

	private final Ward ward = new Ward();

	@BeforeEach
	void proveByALastingRecord() {
		this.ward.byLastingRecord();
		this.ward.ca.account = ACCOUNT;
	}

	@AfterEach
	void close() throws Exception {
		this.ward.close();
	}

	@Test
	void aRecordThatIsThereIsSaidSo() {
		this.ward.dns.txt(NAME, VALUE);
		assertThat(findings()).containsExactly(Finding.ok("dns-persist", "shop.example", NAME + ": it is there"));
	}

	@Test
	void oneThatIsMissingIsTold() {
		assertThat(findings()).containsExactly(new Finding(Severity.DOUBTFUL, "dns-persist", "shop.example",
				NAME + ": it is not there: NXDOMAIN from " + this.ward.dns.address(),
				NAME + ". IN TXT \"" + VALUE + "\"", "create that record; it stays for all orders of this account"));
	}

	@Test
	void oneThatIsWrongIsToBeReplaced() {
		this.ward.dns.txt(NAME, "letsencrypt.org; accounturi=https://ca.example/acct/2");
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.seen()).endsWith("is for another account, perhaps a former one");
			assertThat(finding.remedy()).startsWith("create that record, in place of the one that does not do;");
		});
	}

	@Test
	void oneThatSoonDoesNotCountAnyMoreIsDoubtful() {
		this.ward.dns.txt(NAME, VALUE + "; persistUntil=" + Instant.now().plus(Duration.ofDays(20)).getEpochSecond());
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.DOUBTFUL);
			assertThat(finding.expected()).endsWith("\", perhaps with a later persistUntil");
		});
	}

	@Test
	void beforeTheFirstOrderItCannotBeTold() {
		this.ward.ca.account = null;
		assertThat(findings()).containsExactly(Finding.ok("dns-persist", "shop.example",
				"a DNS record is needed that has the URL of this application's account, which is made with the first "
						+ "order"));
	}

	@Test
	void oneRecordIsToldForAWildcardAndTheNameBelowIt() {
		this.ward.domains = List.of("shop.example", "*.shop.example");
		assertThat(findings()).singleElement()
			.satisfies((finding) -> assertThat(finding.expected()).endsWith("; policy=wildcard\""));
	}

	@Test
	void whereAnotherWayIsTriedFirstItIsNoMatter() {
		this.ward.challenges = List.of("http-01", "dns-persist-01");
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.OK);
			assertThat(finding.seen()).endsWith("; http-01 is tried before it");
		});
	}

	@Test
	void whereAnotherWayIsTriedNextThatIsSaid() {
		this.ward.challenges = List.of("dns-persist-01", "http-01");
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.DOUBTFUL);
			assertThat(finding.remedy()).endsWith("; until then http-01 is tried");
		});
	}

	@Test
	void aNameThatIsProvenOtherwiseNeedsNone() {
		this.ward.challenges = List.of("http-01");
		assertThat(findings()).isEmpty();
	}

	private List<Finding> findings() {
		return this.ward.findings().stream().filter((one) -> one.check().equals("dns-persist")).toList();
	}

}
