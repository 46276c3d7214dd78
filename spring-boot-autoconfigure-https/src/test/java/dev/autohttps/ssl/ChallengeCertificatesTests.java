package dev.autohttps.ssl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChallengeCertificatesTests {

	private static final ChallengeAnswer SHOP = new ChallengeAnswer("tls-alpn-01", "shop.example", "token",
			"token.thumb");

	private final OfferedAnswers answers = new OfferedAnswers();

	private final TestClock clock = new TestClock();

	private final ChallengeCertificates certificates = new ChallengeCertificates(this.answers, this.clock);

	@Test
	void theCertificateIsThatOfRfc8737() throws Exception {
		this.answers.offer(List.of(SHOP));
		X509Certificate certificate = this.certificates.find("shop.example").leaf();
		byte[] digest = MessageDigest.getInstance("SHA-256").digest("token.thumb".getBytes(StandardCharsets.US_ASCII));
		byte[] extension = certificate.getExtensionValue("1.3.6.1.5.5.7.1.31");
		// Twice an octet string (4): the wrapping of every extension, and its own value.
		assertThat(Arrays.copyOf(extension, 4)).containsExactly(4, 34, 4, 32);
		assertThat(Arrays.copyOfRange(extension, 4, extension.length)).isEqualTo(digest);
		assertThat(certificate.getCriticalExtensionOIDs()).contains("1.3.6.1.5.5.7.1.31");
		assertThat(certificate.getSubjectAlternativeNames()).singleElement().isEqualTo(List.of(2, "shop.example"));
		certificate.verify(certificate.getPublicKey());
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 1.2.0.192.in-addr.arpa",
			"2001:db8::1, " + "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa" })
	void anAddressIsAskedForByItsReverseName(String address, String serverName) throws Exception {
		this.answers.offer(List.of(new ChallengeAnswer("tls-alpn-01", address, "token", "token.thumb")));
		assertThat(this.certificates.find(serverName).leaf().getSubjectAlternativeNames()).singleElement()
			.satisfies((name) -> assertThat(name.get(0)).isEqualTo(7));
	}

	@ParameterizedTest
	@ValueSource(strings = { "other.example", "x.in-addr.arpa", ".in-addr.arpa", "in-addr.arpa", "1.2.3.in-addr.arpa",
			"999.2.0.192.in-addr.arpa", "1.ip6.arpa", "zz.ip6.arpa", "..ip6.arpa" })
	void nothingIsShownForAnythingElse(String serverName) {
		this.answers.offer(List.of(SHOP, new ChallengeAnswer("http-01", "other.example", "token", "token.thumb")));
		assertThat(this.certificates.find(serverName)).isNull();
	}

	@Test
	void aCaThatLooksAgainSeesTheSame() {
		this.answers.offer(List.of(SHOP));
		ServerCertificate first = this.certificates.find("shop.example");
		assertThat(this.certificates.find("shop.example")).isSameAs(first);
		this.answers.withdraw(List.of(SHOP));
		assertThat(this.certificates.find("shop.example")).isNull();
		assertThat(this.certificates.byAlias(first.alias())).isSameAs(first);
		assertThat(this.certificates.byAlias("another")).isNull();
	}

	@Test
	void whatIsOldIsForgotten() {
		this.answers.offer(List.of(SHOP));
		ServerCertificate first = this.certificates.find("shop.example");
		this.clock.advance(Duration.ofMinutes(6));
		assertThat(this.certificates.find("shop.example")).isNotSameAs(first);
		assertThat(this.certificates.byAlias(first.alias())).isNull();
	}

	@Test
	void whatCannotBeReadIsPassedOver() {
		ChallengeCertificates failing = new ChallengeCertificates((type, identifier) -> {
			throw new IllegalStateException("the store is gone");
		}, this.clock);
		assertThat(failing.find("shop.example")).isNull();
	}

}
