package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RenewalPolicyTests {

	@ParameterizedTest
	@CsvSource({ "P90D, 0.3333", "P45D, 0.3333", "P10D, 0.3333", "P9D, 0.5", "P6D, 0.5", "PT1H, 0.5", "PT10S, 0.5" })
	void aShareOfTheRealLifetimeIsLeft(Duration lifetime, double share) {
		for (int i = 0; i < 20; i++) {
			ServerCertificate certificate = certificate(lifetime);
			Renewal renewal = new RenewalPolicy(null).of(certificate);
			double left = left(certificate, renewal);
			assertThat(left).isBetween(share - 0.001, share + 0.051);
			assertThat(renewal.reason()).isEqualTo(String.format("%.0f %% of its lifetime is left then", 100 * left));
		}
	}

	@Test
	void itIsTheSameMomentEachTimeAndAnotherForEachCertificate() {
		ServerCertificate one = certificate(Duration.ofDays(90));
		ServerCertificate other = certificate(Duration.ofDays(90));
		assertThat(new RenewalPolicy(null).of(one)).isEqualTo(new RenewalPolicy(null).of(one));
		assertThat(new RenewalPolicy(null).of(one).due()).isNotEqualTo(new RenewalPolicy(null).of(other).due());
	}

	@ParameterizedTest
	@CsvSource({ "0.1", "0.5", "0.9" })
	void theShareCanBeSaid(double share) {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		assertThat(left(certificate, new RenewalPolicy(share).of(certificate))).isBetween(share - 0.001, share + 0.051);
	}

	@Test
	void itIsNeverDueInTheFirstTenthOfItsLifetime() {
		ServerCertificate certificate = certificate(Duration.ofDays(90));
		assertThat(new RenewalPolicy(1.0).of(certificate).due())
			.isEqualTo(certificate.notBefore().plus(certificate.lifetime().dividedBy(10)));
	}

	private static double left(ServerCertificate certificate, Renewal renewal) {
		return (double) Duration.between(renewal.due(), certificate.notAfter()).toMillis()
				/ certificate.lifetime().toMillis();
	}

	private static ServerCertificate certificate(Duration lifetime) {
		Instant from = TestClock.START;
		return TestCertificates.of(KeyType.EC_P256, from, from.plus(lifetime), "shop.example");
	}

}
