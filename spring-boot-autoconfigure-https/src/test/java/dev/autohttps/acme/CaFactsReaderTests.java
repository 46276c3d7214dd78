package dev.autohttps.acme;

import java.io.InputStream;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CaFactsReaderTests {

	private static final String MAC_KEY = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

	@Test
	@EnabledIfPebble
	@Tag("acceptance")
	void aRealCaSaysWhatItWants() throws Exception {
		try (Pebble pebble = Pebble.builder().externalAccountBinding("kid-1", MAC_KEY).start()) {
			AcmeCertificateIssuer issuer = issuer(pebble, Duration.ofHours(3));
			CaFacts facts = issuer.facts();
			assertThat(facts.caaIdentities()).containsExactly("pebble.test");
			assertThat(facts.externalAccountRequired()).isTrue();
			assertThat(facts.externalAccountConfigured()).isFalse();
			assertThat(facts.termsOfService()).isNotNull();
			assertThat(facts.account()).isNull();
			assertThat(facts.clockAhead()).isBetween(Duration.ofMinutes(179), Duration.ofMinutes(181));
			assertThat(issuer.isPublic()).isFalse();
			assertThat(pebble.accountsMade()).isZero();
			pebble.stop();
			assertThatExceptionOfType(IssuanceException.class).isThrownBy(issuer::facts)
				.withMessageContaining("cannot be reached: the connection was refused")
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(FailureKind.UNAVAILABLE));
		}
	}

	@ParameterizedTest
	@CsvSource({ "letsencrypt, true", "https://acme-v02.api.letsencrypt.org/directory, true",
			"https://ca.example/directory, false" })
	void theCasThatHaveANameArePublic(String server, boolean known) {
		assertThat(AcmeServer.of(server).isKnown()).isEqualTo(known);
	}

	private static AcmeCertificateIssuer issuer(Pebble pebble, Duration ahead) throws Exception {
		KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
		roots.load(null, null);
		try (InputStream pem = Files.newInputStream(pebble.trustPem())) {
			roots.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(roots);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		InstantSource clock = () -> Instant.now().plus(ahead);
		return new AcmeCertificateIssuer(AcmeServer.of(pebble.directoryUrl().toString()),
				new AccountSettings(List.of(), true, null), new TestStore(), new ChallengeSolvers(List.of()),
				() -> context, "", clock);
	}

}
