package dev.autohttps.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.RateBudget;
import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RateLimit.Kind;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.store.file.FileStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written down in docs/troubleshooting.md is what is said.
 */
class DoctorTextTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "troubleshooting.md");

	private final Ward ward = new Ward();

	@AfterEach
	void close() throws Exception {
		this.ward.close();
	}

	@Test
	void theNameDoesNotExist() throws IOException {
		assertDocumented("The name does not exist");
	}

	@Test
	void theNameLeadsElsewhere() throws IOException {
		this.ward.addresses("198.51.100.20").silence("198.51.100.20", 80);
		assertDocumented("The name leads elsewhere");
	}

	@Test
	void theAddressIsPrivate() throws IOException {
		this.ward.addresses("192.168.1.20").application("192.168.1.20");
		assertDocumented("The name has an address of a private network");
	}

	@Test
	void ipv6LeadsElsewhere() throws IOException {
		this.ward.addresses(Ward.IPV4, "2001:db8:0:0:0:0:0:99").application(Ward.IPV4);
		assertDocumented("IPv4 is right, IPv6 leads elsewhere");
	}

	@Test
	void port80IsRefused() throws IOException {
		this.ward.addresses(Ward.IPV4);
		assertDocumented("Port 80 is closed");
	}

	@Test
	void anotherServerAnswersOnPort80() throws IOException {
		this.ward.addresses(Ward.IPV4)
			.http(Ward.IPV4,
					Ward.answer(404, Map.of("Server", "nginx/1.24.0"),
							"<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found"
									+ "</h1></center>\r\n<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"));
		assertDocumented("Another server answers on port 80");
	}

	@Test
	void port80RedirectsToALogin() throws IOException {
		this.ward.addresses(Ward.IPV4)
			.http(Ward.IPV4, Ward.answer(302, Map.of("Location", "https://login.shop.example/?next=%2F"), ""));
		assertDocumented("Port 80 redirects to a login");
	}

	@Test
	void caaForbidsTheCa() throws IOException {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.dns.caa("shop.example", 0, "issue", "pki.example");
		assertDocumented("CAA forbids the CA");
	}

	@Test
	void caaForbidsWildcards() throws IOException {
		this.ward.domains = List.of("*.shop.example");
		this.ward.dns.caa("shop.example", 0, "issue", "letsencrypt.org");
		this.ward.dns.caa("shop.example", 0, "issuewild", ";");
		assertDocumented("CAA forbids wildcards");
	}

	@Test
	void caaForbidsTheChallenge() throws IOException {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.dns.caa("shop.example", 0, "issue", "letsencrypt.org; validationmethods=dns-01");
		assertDocumented("CAA forbids the challenge");
	}

	@Test
	void caaIsForAnotherAccount() throws IOException {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.ca.account = "https://acme-v02.api.letsencrypt.org/acme/acct/222";
		this.ward.dns.caa("shop.example", 0, "issue",
				"letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/111");
		assertDocumented("CAA is for another account");
	}

	@Test
	void noZoneHasTheName() throws IOException {
		this.ward.byRecords();
		assertDocumented("No zone has the name");
	}

	@Test
	void theLastingRecordIsNotThere() throws IOException {
		this.ward.byLastingRecord();
		this.ward.ca.account = "https://acme-v02.api.letsencrypt.org/acme/acct/222";
		assertDocumented("The record of dns-persist-01 is not there");
	}

	@Test
	void caaIsAdvised() throws IOException {
		this.ward.domains = List.of("shop.example", "www.shop.example");
		this.ward.ca.account = "https://acme-v02.api.letsencrypt.org/acme/acct/222";
		String advice = this.ward.findings()
			.stream()
			.filter((one) -> one.check().equals("caa-advice"))
			.map(Finding::seen)
			.collect(Collectors.joining("\n"));
		assertThat(Files.readString(DOCUMENT)).contains("```\n" + advice + "\n```\n");
	}

	@Test
	void theClockIsWrong() throws IOException {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.ca.clockAhead = Duration.ofHours(-26);
		assertDocumented("The clock is wrong");
	}

	@Test
	void theExternalAccountBindingIsMissing() throws IOException {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.ca.directory = "https://acme.zerossl.com/v2/DV90";
		this.ward.ca.externalAccountRequired = true;
		assertDocumented("The external account binding is missing");
	}

	@Test
	void theStoreIsBroken(@TempDir Path folder) throws IOException {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		FileStore store = new FileStore(folder.resolve("autohttps"));
		store.verify();
		Files.delete(folder.resolve("autohttps/probe"));
		Files.createFile(folder.resolve("autohttps/probe"));
		this.ward.store = store;
		assertDocumented("The store is broken",
				this.ward.report()
					.replace(folder.toString(), "/var/lib/shop")
					.replaceAll("[0-9a-f]{8}-[-0-9a-f]+", "…"));
	}

	@Test
	void theRateLimitIsUsedUp() throws Exception {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		TestClock clock = new TestClock();
		this.ward.ca.budget = new RateBudget(new TestStore(), "test-ca",
				List.of(new RateLimit(Kind.CERTIFICATES, 5, Duration.ofDays(7))), clock);
		for (int i = 0; i < 5; i++) {
			this.ward.ca.budget.spend(Kind.CERTIFICATES, "shop.example", "order" + i);
		}
		assertDocumented("A rate limit is used up");
	}

	@Test
	void somethingEndsTlsInFrontOfTheApplication() throws Exception {
		this.ward.challenges = List.of("tls-alpn-01");
		this.ward.addresses(Ward.IPV4);
		try (TlsProxy proxy = new TlsProxy("shop.example")) {
			this.ward.route(Ward.IPV4, 443, proxy.port());
			assertDocumented("Something ends TLS in front of the application");
		}
	}

	private void assertDocumented(String title) throws IOException {
		assertDocumented(title, this.ward.report());
	}

	private void assertDocumented(String title, String text) throws IOException {
		assertThat(Files.readString(DOCUMENT)).contains("### " + title + "\n\n```\n" + text + "\n```\n");
	}

}
