package dev.autohttps.autoconfigure;

import java.time.Duration;
import java.util.Map;

import dev.autohttps.acme.AcmeLimits;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.autoconfigure.HttpsProperties.Acme;
import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RateLimit.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class LimitSettingsTests {

	private static final String PREFIX = "https.acme.limits.";

	@ParameterizedTest
	@ValueSource(strings = { "letsencrypt", "https://acme-v02.api.letsencrypt.org/directory" })
	void letsEncryptsLimitsAreKnownByNameAndByUrl(String server) {
		AcmeLimits limits = limits(server, Map.of());
		assertThat(limits.limits()).containsExactly(new RateLimit(Kind.NEW_ACCOUNTS, 10, Duration.ofHours(3)),
				new RateLimit(Kind.NEW_ORDERS, 300, Duration.ofHours(3)),
				new RateLimit(Kind.CERTIFICATES, 5, Duration.ofDays(7)),
				new RateLimit(Kind.FAILED_VALIDATIONS, 5, Duration.ofHours(1)));
		assertThat(limits.replacementsExempt()).isTrue();
	}

	@Test
	void thoseOfItsStagingServerAreLarger() {
		AcmeLimits limits = limits("letsencrypt-staging", Map.of());
		assertThat(limits.limits()).extracting(RateLimit::count).containsExactly(50, 1500, 30000, 200);
		assertThat(limits.replacementsExempt()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "zerossl", "google", "https://ca.example/directory" })
	void anotherCaIsNotLimited(String server) {
		assertThat(limits(server, Map.of())).isEqualTo(AcmeLimits.NONE);
	}

	@Test
	void anotherCaIsLimitedAsConfigured() {
		AcmeLimits limits = limits("https://ca.example/directory",
				Map.of(PREFIX + "certificates.count", "2", PREFIX + "certificates.period", "1d"));
		assertThat(limits.limits()).containsExactly(new RateLimit(Kind.CERTIFICATES, 2, Duration.ofDays(1)));
		assertThat(limits.replacementsExempt()).isFalse();
	}

	@Test
	void oneHalfOfAKnownLimitIsChangedAlone() {
		assertThat(limits("letsencrypt", Map.of(PREFIX + "new-orders.count", "6000")).limits())
			.contains(new RateLimit(Kind.NEW_ORDERS, 6000, Duration.ofHours(3)))
			.hasSize(4);
		assertThat(limits("letsencrypt", Map.of(PREFIX + "failed-validations.period", "2h")).limits())
			.contains(new RateLimit(Kind.FAILED_VALIDATIONS, 5, Duration.ofHours(2)));
	}

	@Test
	void allOfThemAreLiftedAtOnce() {
		assertThat(limits("letsencrypt", Map.of(PREFIX + "enabled", "false"))).isEqualTo(AcmeLimits.NONE);
	}

	private static AcmeLimits limits(String server, Map<String, String> properties) {
		Acme.Limits bound = new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("https.acme.limits",
				Acme.Limits.class);
		return LimitSettings.of(AcmeServer.of(server), bound);
	}

}
