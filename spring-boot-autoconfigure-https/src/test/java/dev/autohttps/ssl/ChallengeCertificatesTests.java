package dev.autohttps.ssl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChallengeCertificatesTests {

	private static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

	private final TestClock clock = new TestClock();

	private final OfferedAnswers answers = new OfferedAnswers();

	private final ChallengeCertificates certificates = new ChallengeCertificates(this.answers, this.clock);

	@Test
	void theCertificateHasTheDigestOfTheKeyAuthorizationInACriticalExtension() throws Exception {
		offer("shop.example", "one");
		X509Certificate leaf = this.certificates.find("shop.example").leaf();
		assertThat(leaf.getCriticalExtensionOIDs()).containsExactly(ACME_IDENTIFIER);
		// An OCTET STRING of 32 bytes, in the OCTET STRING that every extension is in.
		byte[] value = leaf.getExtensionValue(ACME_IDENTIFIER);
		assertThat(value).hasSize(36).startsWith(4, 34, 4, 32);
		assertThat(Arrays.copyOfRange(value, 4, 36)).isEqualTo(sha256("one.thumbprint"));
	}

	@Test
	void theCertificateIsSelfSignedForThatVeryNameWithAP256Key() throws Exception {
		offer("shop.example", "one");
		ServerCertificate certificate = this.certificates.find("shop.example");
		assertThat(certificate.chain()).hasSize(1);
		certificate.leaf().verify(certificate.leaf().getPublicKey());
		certificate.leaf().checkValidity(Date.from(this.clock.instant()));
		assertThat(certificate.leaf().getSubjectAlternativeNames()).containsExactly(List.of(2, "shop.example"));
		assertThat(certificate.algorithm()).isEqualTo("EC");
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 1.0.0.127.in-addr.arpa", "192.0.2.10, 10.2.0.192.in-addr.arpa",
			"2001:db8::1, 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
			"::1, 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa" })
	void anAddressIsAskedForByItsReverseName(String address, String serverName) throws Exception {
		offer(address, "one");
		ServerCertificate certificate = this.certificates.find(serverName);
		assertThat(certificate.leaf().getSubjectAlternativeNames()).hasSize(1)
			.allMatch((name) -> name.get(0).equals(7));
		assertThat(certificate.names()).containsExactly(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "in-addr.arpa", ".in-addr.arpa", "0.0.127.in-addr.arpa", "1.0.0.0.127.in-addr.arpa",
			"256.0.0.127.in-addr.arpa", "x.0.0.127.in-addr.arpa", "1.0.0.127.ip6.arpa", "1..0.127.in-addr.arpa",
			"a.in-addr.arpa", "1.0.0.127.in-addr.arpa.example", "ip6.arpa", "1.ip6.arpa", "zz.ip6.arpa", "..ip6.arpa",
			"g.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa",
			"0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa",
			"1-0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa" })
	void aNameThatOnlyLooksLikeAReverseOneStandsForNoAddress(String serverName) {
		assertThat(ReverseName.address(serverName)).isNull();
	}

	@Test
	void aReverseNameThatIsNoAddressIsANameOfItsOwn() {
		offer("mail.0.0.127.in-addr.arpa", "one");
		assertThat(this.certificates.find("mail.0.0.127.in-addr.arpa").names())
			.containsExactly("mail.0.0.127.in-addr.arpa");
	}

	@Test
	void thereIsNoneForWhatIsNotOnOffer() {
		offer("shop.example", "one");
		this.answers.offer(List.of(new ChallengeAnswer("http-01", "www.shop.example", "two", "two.thumbprint")));
		assertThat(this.certificates.find("other.example")).isNull();
		assertThat(this.certificates.find("www.shop.example")).isNull();
		assertThat(this.certificates.byAlias("unknown")).isNull();
	}

	@Test
	void askingAgainGivesTheSameCertificate() {
		offer("shop.example", "one");
		ServerCertificate first = this.certificates.find("shop.example");
		this.clock.advance(Duration.ofSeconds(200));
		assertThat(this.certificates.find("shop.example")).isSameAs(first);
		this.clock.advance(Duration.ofSeconds(200));
		assertThat(this.certificates.find("shop.example")).isSameAs(first);
	}

	@Test
	void theAnswerThatWasOfferedLastIsShown() throws Exception {
		ChallengeAnswer first = offer("shop.example", "one");
		ChallengeAnswer second = offer("shop.example", "two");
		assertThat(digest("shop.example")).isEqualTo(sha256("two.thumbprint"));
		this.answers.withdraw(List.of(second));
		assertThat(digest("shop.example")).isEqualTo(sha256("one.thumbprint"));
		this.answers.withdraw(List.of(first));
		assertThat(this.certificates.find("shop.example")).isNull();
	}

	@Test
	void aHandshakeThatIsUnderWayCanBeFinishedAfterTheAnswerWasWithdrawn() {
		ChallengeAnswer answer = offer("shop.example", "one");
		ServerCertificate certificate = this.certificates.find("shop.example");
		this.answers.withdraw(List.of(answer));
		assertThat(this.certificates.find("shop.example")).isNull();
		assertThat(this.certificates.byAlias(certificate.alias())).isSameAs(certificate);
	}

	@Test
	void whatNobodyAskedForLatelyIsForgotten() {
		offer("shop.example", "one");
		ServerCertificate certificate = this.certificates.find("shop.example");
		this.clock.advance(Duration.ofSeconds(301));
		offer("other.example", "two");
		this.certificates.find("other.example");
		assertThat(this.certificates.byAlias(certificate.alias())).isNull();
		assertThat(this.certificates.find("shop.example")).isNotEqualTo(certificate);
	}

	@Test
	void noMoreAreKeptThanANumber() {
		List<String> aliases = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			offer("shop" + i + ".example", "token" + i);
			aliases.add(this.certificates.find("shop" + i + ".example").alias());
		}
		assertThat(aliases).filteredOn((alias) -> this.certificates.byAlias(alias) != null)
			.isEqualTo(aliases.subList(300 - 256, 300));
	}

	@Test
	void whateverGoesWrongThereIsNone() {
		ChallengeCertificates broken = new ChallengeCertificates((type, identifier) -> {
			throw new StoreException("the test says so");
		}, this.clock);
		assertThat(broken.find("shop.example")).isNull();
		offer("no name", "one");
		assertThat(this.certificates.find("no name")).isNull();
	}

	private ChallengeAnswer offer(String identifier, String token) {
		ChallengeAnswer answer = new ChallengeAnswer("tls-alpn-01", identifier, token, token + ".thumbprint");
		this.answers.offer(List.of(answer));
		return answer;
	}

	private byte[] digest(String serverName) {
		return Arrays.copyOfRange(this.certificates.find(serverName).leaf().getExtensionValue(ACME_IDENTIFIER), 4, 36);
	}

	private static byte[] sha256(String text) throws Exception {
		return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
	}

}
