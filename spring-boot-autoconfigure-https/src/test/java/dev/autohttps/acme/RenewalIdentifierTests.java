package dev.autohttps.acme;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;

import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.TestCertificates;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RenewalIdentifierTests {

	@Test
	void itIsThatOfTheRfcsExample() throws Exception {
		assertThat(RenewalIdentifier.of(certificate("87654321", "69885b6b87464041e1b37b847ba0ae2cde01c8d4")))
			.isEqualTo("aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
	}

	@Test
	void aSerialNumberThatNeedsNoSignHasNone() throws Exception {
		assertThat(RenewalIdentifier.of(certificate("01", "00"))).isEqualTo("AA.AQ");
	}

	@Test
	void aCertificateThatDoesNotNameItsSignersKeyHasNone() {
		assertThat(RenewalIdentifier.of(TestCertificates.of("shop.test").leaf())).isNull();
	}

	private static X509Certificate certificate(String serial, String authorityKey) throws Exception {
		KeyPair key = KeyType.EC_P256.generate();
		Instant now = Instant.parse("2026-01-01T00:00:00Z");
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name("CN=Example"),
				new BigInteger(serial, 16), Date.from(now), Date.from(now.plusSeconds(1)), new X500Name("CN=Example"),
				key.getPublic());
		builder.addExtension(Extension.authorityKeyIdentifier, false,
				new AuthorityKeyIdentifier(HexFormat.of().parseHex(authorityKey)));
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
	}

}
