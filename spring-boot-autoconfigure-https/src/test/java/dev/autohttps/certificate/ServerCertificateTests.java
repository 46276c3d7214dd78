package dev.autohttps.certificate;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class ServerCertificateTests {

	@ParameterizedTest
	@EnumSource(names = { "EC_P256", "EC_P384", "RSA_2048" })
	void keyAndChainSurviveTheRoundTrip(KeyType keyType) throws Exception {
		ServerCertificate certificate = TestCertificates.of(keyType, "shop.example");
		ServerCertificate parsed = ServerCertificate.parse(certificate.toPem());
		assertThat(parsed).isEqualTo(certificate).hasSameHashCodeAs(certificate);
		assertThat(parsed.privateKey()).isEqualTo(certificate.privateKey());
		assertThat(parsed.chain()).isEqualTo(certificate.chain());
		assertThat(parsed.algorithm()).isEqualTo(keyType.algorithm());
	}

	@Test
	void itSaysWhatItIs() throws Exception {
		Instant from = Instant.parse("2026-01-01T00:00:00Z");
		Instant until = from.plus(Duration.ofDays(6));
		ServerCertificate certificate = TestCertificates.of(KeyType.EC_P256, from, until, "SHOP.example",
				"*.shop.example", "192.0.2.1", "2001:db8:0:0:0:0:0:1");
		assertThat(certificate.names()).containsExactly("shop.example", "*.shop.example", "192.0.2.1", "2001:db8::1");
		assertThat(certificate.notBefore()).isEqualTo(from);
		assertThat(certificate.notAfter()).isEqualTo(until);
		assertThat(certificate.lifetime()).isEqualTo(Duration.ofDays(6));
		assertThat(certificate.serial()).isEqualTo(certificate.leaf().getSerialNumber().toString(16));
		assertThat(certificate.isExpired(until)).isFalse();
		assertThat(certificate.isExpired(until.plusMillis(1))).isTrue();
	}

	@Test
	void itsAliasIsItsFingerprint() throws Exception {
		ServerCertificate certificate = TestCertificates.of("shop.example");
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.leaf().getEncoded());
		assertThat(certificate.alias()).isEqualTo(HexFormat.of().formatHex(digest));
		assertThat(certificate.sharedChain()).isSameAs(certificate.sharedChain());
		assertThat(certificate).isNotEqualTo(TestCertificates.of("shop.example")).isNotEqualTo("x");
	}

	@Test
	void itHasNoNamesWithoutAlternativeNames() {
		assertThat(TestCertificates.of().names()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "EC_P256", "EC_P384", "RSA_2048" })
	void aKeyOfAnotherCertificateIsRefused(KeyType keyType) {
		PrivateKey other = keyType.generate().getPrivate();
		List<X509Certificate> ec = TestCertificates.of("shop.example").chain();
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> ServerCertificate.of(other, ec));
		List<X509Certificate> rsa = TestCertificates.of(KeyType.RSA_2048, "shop.example").chain();
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> ServerCertificate.of(other, rsa));
	}

	@Test
	void anEmptyChainIsRefused() {
		PrivateKey key = KeyType.EC_P256.generate().getPrivate();
		assertThatExceptionOfType(InvalidCertificateException.class)
			.isThrownBy(() -> ServerCertificate.of(key, List.of()))
			.withMessageContaining("no certificate");
		assertThatExceptionOfType(InvalidCertificateException.class)
			.isThrownBy(() -> ServerCertificate.parse(Pem.encode(key)));
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> ServerCertificate.parse(""));
	}

	@Test
	void aChainOutOfOrderIsRefused() {
		ServerCertificate certificate = TestCertificates.of("shop.example");
		List<X509Certificate> chain = certificate.chain();
		assertThatExceptionOfType(InvalidCertificateException.class)
			.isThrownBy(() -> ServerCertificate.of(certificate.privateKey(), List.of(chain.get(1), chain.get(0))));
		assertThatExceptionOfType(InvalidCertificateException.class)
			.isThrownBy(() -> ServerCertificate.of(certificate.privateKey(),
					List.of(chain.get(0), TestCertificates.root(), chain.get(1))))
			.withMessageContaining("not signed by the next");
	}

	@Test
	void aChainUpToTheRootIsTaken() throws Exception {
		ServerCertificate certificate = TestCertificates.of("shop.example");
		List<X509Certificate> chain = List.of(certificate.leaf(), certificate.chain().get(1), TestCertificates.root());
		assertThat(ServerCertificate.of(certificate.privateKey(), chain).chain()).isEqualTo(chain);
	}

	@Test
	void aTextThatWasCutShortIsNeverTakenForADifferentCertificate() {
		String pem = TestCertificates.of("shop.example").toPem().strip();
		int beforeTheLast = pem.lastIndexOf("-----BEGIN CERTIFICATE-----") - 1;
		for (int length = 0; length < pem.length(); length += 13) {
			if (length >= beforeTheLast && length < beforeTheLast + "\n-----BEGIN ".length()) {
				// A shorter chain, which might have been meant.
				continue;
			}
			String cut = pem.substring(0, length);
			assertThat(catchThrowable(() -> ServerCertificate.parse(cut))).as("cut at %d", length)
				.isInstanceOf(InvalidCertificateException.class);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EC_P256", "RSA_2048" })
	void noTextShowsTheKey(KeyType keyType) {
		ServerCertificate certificate = TestCertificates.of(keyType, "shop.example");
		assertThat(certificate).asString().contains("shop.example").contains(certificate.serial());
		assertShowsNoKey(certificate.toString(), certificate.privateKey());
		String pem = certificate.toPem();
		for (int position = 40; position < pem.length(); position += 97) {
			String garbled = pem.substring(0, position) + "=" + pem.substring(position + 1);
			Throwable thrown = catchThrowable(() -> ServerCertificate.parse(garbled));
			if (thrown != null) {
				StringWriter trace = new StringWriter();
				thrown.printStackTrace(new PrintWriter(trace));
				assertThat(thrown).isInstanceOf(InvalidCertificateException.class);
				assertShowsNoKey(trace.toString(), certificate.privateKey());
			}
		}
	}

	private static void assertShowsNoKey(String text, PrivateKey key) {
		String encoded = Base64.getEncoder().encodeToString(key.getEncoded());
		for (int i = 40; i + 12 < encoded.length(); i += 12) {
			assertThat(text).doesNotContain(encoded.substring(i, i + 12));
		}
		assertThat(text).doesNotContain("PRIVATE KEY");
	}

}
