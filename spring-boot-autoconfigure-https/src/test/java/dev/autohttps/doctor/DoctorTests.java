package dev.autohttps.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.autohttps.acme.ChallengeRequest;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Preflight.Occasion;
import dev.autohttps.certificate.Severity;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.local.LocalCertificateIssuer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class DoctorTests {

	private final Ward ward = new Ward();

	@AfterEach
	void close() throws Exception {
		this.ward.close();
	}

	@Test
	void aSoundSetUpIsFoundSound(CapturedOutput output) {
		this.ward.addresses(Ward.IPV4, Ward.IPV6).application(Ward.IPV4).application(Ward.IPV6);
		this.ward.dns.caa("shop.example", 0, "issue", "letsencrypt.org");
		assertThat(this.ward.findings()).allMatch((one) -> one.severity() == Severity.OK)
			.extracting(Finding::check)
			.contains("dns", "http-01", "caa", "eab", "terms", "clock", "store", "budget");
		this.ward.doctor().check(this.ward.spec(), this.ward.ca, Occasion.AFTER_FAILURE);
		assertThat(output).contains("nothing stands in its way").doesNotContain(" WARN ");
	}

	@Test
	void anAddressOfARouterThatLeadsHereIsSound() {
		this.ward.addresses("198.51.100.20").application("198.51.100.20");
		assertThat(this.ward.wrong()).isEmpty();
	}

	@Test
	void aPrivateCaMayKnowANameThatTheResolverDoesNot() {
		this.ward.ca.publicCa = false;
		assertThat(this.ward.wrong()).containsExactly("DOUBTFUL dns");
	}

	@Test
	void soItMayReadOtherCaaRecords() {
		this.ward.ca.publicCa = false;
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.dns.caa("shop.example", 0, "issue", "pki.example");
		assertThat(this.ward.wrong()).containsExactly("DOUBTFUL caa");
	}

	@Test
	void aNameOfTheHostsFileIsDoubtful() {
		this.ward.hosts.put("shop.example", Ward.addresses(List.of("127.0.0.1")));
		assertThat(this.ward.wrong()).containsExactly("DOUBTFUL dns", "DOUBTFUL http-01");
		assertThat(this.ward.report()).contains("this machine itself has 127.0.0.1 for it, perhaps in its hosts file");
	}

	@Test
	void aNameWithoutAddressesIsDoubtful() {
		this.ward.dns.name("shop.example");
		assertThat(this.ward.wrong()).containsExactly("DOUBTFUL dns");
		assertThat(this.ward.report()).contains("neither an A nor an AAAA record");
	}

	@Test
	void aResolverThatFailsProvesNothing() {
		this.ward.dns.servfail("shop.example");
		assertThat(this.ward.wrong()).containsExactly("DOUBTFUL dns", "DOUBTFUL caa");
		assertThat(this.ward.report()).contains("SERVFAIL from 192.0.2.53");
	}

	@Test
	void anAliasIsFollowed() {
		this.ward.dns.alias("shop.example", "host.example");
		this.ward.dns.address("host.example", Ward.IPV4);
		this.ward.dns.caa("host.example", 0, "issue", "pki.example");
		this.ward.application(Ward.IPV4);
		assertThat(this.ward.wrong()).containsExactly("FATAL caa");
	}

	@Test
	void allIsOverInTimeThoughNobodyAnswersAtAll() {
		this.ward.dns.fallSilent();
		this.ward.ca.reachable = false;
		this.ward.challenges = List.of("http-01", "tls-alpn-01");
		this.ward.domains = IntStream.range(0, 10).mapToObj((i) -> "host" + i + ".shop.example").toList();
		this.ward.domains.forEach((name) -> this.ward.hosts.put(name, Ward.addresses(List.of(Ward.IPV4))));
		this.ward.silence(Ward.IPV4, 80).silence(Ward.IPV4, 443);
		Instant start = Instant.now();
		List<String> wrong = this.ward.wrong();
		Duration taken = Duration.between(start, Instant.now());
		System.out.println("All was over after " + taken.toMillis() + " ms though nobody answered");
		assertThat(taken).isLessThan(Duration.ofSeconds(30));
		assertThat(Set.copyOf(wrong)).containsExactlyInAnyOrder("DOUBTFUL dns", "DOUBTFUL caa", "DOUBTFUL http-01",
				"DOUBTFUL tls-alpn-01", "DOUBTFUL ca");
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("https-doctor")));
	}

	@Test
	void manyNamesAreLookedAtAtOnce() {
		this.ward.application(Ward.IPV4);
		this.ward.domains = IntStream.range(0, 100).mapToObj((i) -> "host" + i + ".shop.example").toList();
		this.ward.domains.forEach((name) -> this.ward.dns.address(name, Ward.IPV4));
		assertThat(this.ward.wrong()).isEmpty();
	}

	@Test
	void whereNobodyAsksAtTheHostItNeedNotExist() {
		this.ward.solvers = new ChallengeSolvers(List.of(new DnsSolver()));
		this.ward.challenges = List.of("dns-01");
		this.ward.domains = List.of("shop.example", "*.shop.example");
		assertThat(this.ward.wrong()).isEmpty();
	}

	@Test
	void whereThereIsAnotherWayANameThatDoesNotExistIsNotFatal() {
		this.ward.solvers = new ChallengeSolvers(List.of(new Http01ChallengeSolver(), new DnsSolver()));
		this.ward.challenges = List.of("http-01", "dns-01");
		assertThat(this.ward.wrong()).containsExactly("DOUBTFUL dns");
	}

	@Test
	void anIpAddressIsAskedWithoutAnyDns() {
		this.ward.domains = List.of(Ward.IPV4, Ward.IPV6);
		this.ward.challenges = List.of("http-01", "tls-alpn-01");
		for (String address : this.ward.domains) {
			this.ward.application(address).hosts.put(new Target(Ward.address(address)).text(),
					Ward.addresses(List.of(address)));
		}
		assertThat(this.ward.findings()).allMatch((one) -> one.severity() == Severity.OK)
			.filteredOn((one) -> one.check().equals("http-01"))
			.hasSize(2);
	}

	@Test
	void aPageThatEchoesThePathIsNotTakenForTheAnswer() {
		this.ward.addresses(Ward.IPV4)
			.http(Ward.IPV4,
					(exchange) -> Ward.answer(200, Map.of(), exchange.getRequestURI().toString()).handle(exchange));
		assertThat(this.ward.wrong()).containsExactly("DOUBTFUL http-01");
	}

	@Test
	void whatOthersSayIsOneLine() {
		this.ward.addresses(Ward.IPV4)
			.http(Ward.IPV4, Ward.answer(500, Map.of("Server", "x"),
					"<p>first</p>\n2026-01-01 ERROR forged\u001b[31m " + "long ".repeat(100)));
		assertThat(this.ward.report()).contains("HTTP 500 from x: \"first 2026-01-01 ERROR forged [31m long")
			.doesNotContain("\n2026-01-01", "\u001b");
	}

	@Test
	void noAnswerIsOnOfferAfterwards() {
		this.ward.challenges = List.of("http-01", "tls-alpn-01");
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.findings();
		assertThat(this.ward.answers.find("http-01", "shop.example")).isEmpty();
		assertThat(this.ward.answers.find("tls-alpn-01", "shop.example")).isEmpty();
	}

	@Test
	void aHandshakeThatACaWaitsForIsNotDisturbed() {
		ChallengeAnswer pending = new ChallengeAnswer("tls-alpn-01", "shop.example", "token", "content");
		this.ward.answers.offer(List.of(pending));
		this.ward.challenges = List.of("tls-alpn-01");
		this.ward.addresses(Ward.IPV4);
		assertThat(this.ward.findings()).extracting(Finding::check).doesNotContain("tls-alpn-01");
		assertThat(this.ward.answers.find("tls-alpn-01", "shop.example")).containsExactly(pending);
	}

	@Test
	void aCaThatCannotBeAskedIsDoubtful() {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.dns.caa("shop.example", 0, "issue", "letsencrypt.org");
		this.ward.ca.reachable = false;
		assertThat(this.ward.wrong()).containsExactly("DOUBTFUL caa", "DOUBTFUL ca");
	}

	@Test
	void whoHasAnAccountNeedsNoBindingAndNoTerms() {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		this.ward.ca.externalAccountRequired = true;
		this.ward.ca.termsAgreed = false;
		assertThat(this.ward.wrong()).containsExactly("FATAL eab", "DOUBTFUL terms");
		this.ward.ca.account = "https://ca.example/account/1";
		assertThat(this.ward.wrong()).isEmpty();
	}

	@Test
	void theWorstIsSaidFirst() {
		this.ward.domains = List.of("a.example", "b.example");
		this.ward.addresses(Ward.IPV4);
		assertThat(this.ward.wrong()).containsExactly("FATAL dns", "DOUBTFUL http-01");
	}

	@Test
	void aFatalFindingIsAFailureThatSomebodyMustMend(CapturedOutput output) {
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(() -> require(Occasion.FIRST_ORDER))
			.withMessageContaining(
					"no order was placed, since it would fail: shop.example: dns: the name does not exist")
			.withMessageContaining("To do: create the record")
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(FailureKind.PREVENTED))
			.satisfies((ex) -> assertThat(ex.isOrderSpoiled()).isFalse());
		assertThat(output).contains(" WARN ").contains("the order would fail, so it is not placed");
	}

	@Test
	void aBrokenStoreIsAFailureThatPasses() {
		this.ward.addresses(Ward.IPV4).application(Ward.IPV4);
		TestStore store = new TestStore();
		store.breakOn((operation) -> operation.startsWith("save"));
		this.ward.store = store;
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(() -> require(Occasion.AFTER_FAILURE))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(FailureKind.STORE));
	}

	@Test
	void whatIsDoubtfulIsSaidWithoutAlarmBeforeAFirstOrder(CapturedOutput output) {
		this.ward.addresses(Ward.IPV4);
		assertThatCode(() -> require(Occasion.FIRST_ORDER)).doesNotThrowAnyException();
		assertThat(output).contains("DOUBTFUL http-01").doesNotContain(" WARN ");
		assertThatCode(() -> require(Occasion.AFTER_FAILURE)).doesNotThrowAnyException();
		assertThat(output).contains(" WARN ");
	}

	@Test
	void whoOnlyWantsToBeWarnedIsWarned(CapturedOutput output) {
		this.ward.mode = DoctorMode.WARN;
		assertThatCode(() -> require(Occasion.FIRST_ORDER)).doesNotThrowAnyException();
		assertThat(output).contains("FATAL dns").contains("is placed all the same");
		assertThat(this.ward.wrong()).containsExactly("FATAL dns");
	}

	@Test
	void whoWantsNothingIsToldNothingUnlessTheyAsk(CapturedOutput output) {
		this.ward.mode = DoctorMode.OFF;
		assertThatCode(() -> require(Occasion.FIRST_ORDER)).doesNotThrowAnyException();
		assertThat(output).doesNotContain("Preflight");
		assertThat(this.ward.wrong()).containsExactly("FATAL dns");
	}

	@ParameterizedTest
	@EnumSource(Occasion.class)
	void anIssuerThatAsksNobodyIsNotLookedAt(Occasion occasion) {
		CertificateIssuer local = new LocalCertificateIssuer(new TestStore(), null, Duration.ofDays(7), Instant::now);
		assertThat(this.ward.doctor().check(this.ward.spec(), local, occasion)).isEmpty();
	}

	private void require(Occasion occasion) throws IssuanceException {
		this.ward.doctor().require(this.ward.spec(), this.ward.ca, occasion);
	}

	private static final class DnsSolver implements ChallengeSolver {

		@Override
		public String type() {
			return "dns-01";
		}

		@Override
		public boolean proves(Domain domain) {
			return domain.type() != Domain.Type.IP;
		}

		@Override
		public ChallengeAnswer answer(ChallengeRequest request) {
			throw new UnsupportedOperationException();
		}

	}

}
