package dev.autohttps.certificate;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PemTests {

	@ParameterizedTest
	@EnumSource(names = { "EC_P256", "EC_P384", "RSA_2048" })
	void keysSurviveTheRoundTrip(KeyType keyType) throws Exception {
		KeyPair key = keyType.generate();
		assertThat(Pem.privateKey(Pem.encode(key.getPrivate()))).isEqualTo(key.getPrivate());
	}

	@Test
	void chainsSurviveTheRoundTripInOrder() throws Exception {
		List<X509Certificate> chain = TestCertificates.of("shop.example").chain();
		String pem = Pem.encode(chain);
		assertThat(Pem.certificates(pem)).isEqualTo(chain);
		assertThat(pem.lines()).allMatch((line) -> line.length() <= 64);
		assertThat(Pem.certificates(pem.replace("\n", "\r\n"))).isEqualTo(chain);
	}

	@Test
	void whatIsBetweenTheBlocksIsPassedOver() throws Exception {
		ServerCertificate certificate = TestCertificates.of("shop.example");
		String text = "Bag Attributes\n  friendlyName: shop\n"
				+ certificate.toPem()
					.replace("-----END CERTIFICATE-----\n",
							"-----END CERTIFICATE-----\n\nsubject=CN = Test\n# a remark - with dashes --\n")
				+ "trailing words";
		assertThat(ServerCertificate.parse(text)).isEqualTo(certificate);
		assertThat(Pem.certificates(text)).isEqualTo(certificate.chain());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n", "no PEM at all", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n" })
	void aTextWithoutAKeyHasNone(String text) {
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> Pem.privateKey(text));
	}

	@Test
	void aTextWithoutCertificatesHasNone() throws Exception {
		assertThat(Pem.certificates("")).isEmpty();
		assertThat(Pem.certificates("no PEM at all")).isEmpty();
	}

	@Test
	void twoKeysAreRefused() {
		String pem = Pem.encode(KeyType.EC_P256.generate().getPrivate());
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> Pem.privateKey(pem + pem))
			.withMessageContaining("2 private keys");
	}

	@Test
	void aKeyOfAnotherKindOrFormIsRefused() {
		String garbled = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> Pem.privateKey(garbled))
			.withMessageContaining("neither an EC nor an RSA key");
	}

	@Test
	void aGarbledCertificateIsRefused() {
		String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> Pem.certificates(broken));
		String padding = "-----BEGIN CERTIFICATE-----\nA=AA\n-----END CERTIFICATE-----\n";
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> Pem.certificates(padding));
	}

	@Test
	void aBlockThatIsCutShortIsRefused() {
		String pem = Pem.encode(TestCertificates.of("shop.example").chain());
		String body = pem.strip();
		int last = body.lastIndexOf("-----BEGIN");
		for (int length = last + "-----BEGIN CERTIFICATE-----".length(); length < body.length(); length += 7) {
			String cut = body.substring(0, length);
			assertThatExceptionOfType(InvalidCertificateException.class).as(cut)
				.isThrownBy(() -> Pem.certificates(cut));
		}
	}

	@Test
	void aBlockWithAForeignCharacterIsRefused() {
		String pem = Pem.encode(TestCertificates.of("shop.example").chain());
		int inTheLast = pem.lastIndexOf("-----BEGIN") + 60;
		String garbled = pem.substring(0, inTheLast) + "\u0000#" + pem.substring(inTheLast + 2);
		assertThatExceptionOfType(InvalidCertificateException.class).isThrownBy(() -> Pem.certificates(garbled));
	}

}
