package dev.autohttps.web;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

class HstsPolicyTests {

	private static final ServerCertificate SHOP = TestCertificates.of("shop.example");

	private final LiveCertificates live = new LiveCertificates(new TestClock());

	private Instant now = SHOP.notBefore().plusSeconds(60);

	@Test
	void aNameWithARealCertificateIsRemembered() {
		serve(Standing.PRODUCTION);
		assertThat(policy(false, false).value(true, "shop.example")).isEqualTo("max-age=31536000");
		assertThat(policy(true, false).value(true, "SHOP.example:8443"))
			.isEqualTo("max-age=31536000; includeSubDomains");
		assertThat(policy(true, true).value(true, "shop.example"))
			.isEqualTo("max-age=31536000; includeSubDomains; preload");
	}

	@Test
	void nothingIsSaidOverPlainHttpNorAboutOtherNames() {
		serve(Standing.PRODUCTION);
		assertThat(policy(false, false).value(false, "shop.example")).isNull();
		assertThat(policy(false, false).value(true, "other.example")).isNull();
		assertThat(policy(false, false).value(true, null)).isNull();
		assertThat(policy(false, false).value(true, "shop.example, other")).isNull();
	}

	@ParameterizedTest
	@EnumSource(value = Standing.class, mode = Mode.EXCLUDE, names = "PRODUCTION")
	void nothingIsSaidUnderACertificateThatNotEveryClientTrusts(Standing standing) {
		serve(standing);
		assertThat(policy(false, false).value(true, "shop.example")).isNull();
	}

	@Test
	void nothingIsSaidUnderACertificateThatHasExpired() {
		serve(Standing.PRODUCTION);
		this.now = SHOP.notAfter().plusSeconds(1);
		assertThat(policy(false, false).value(true, "shop.example")).isNull();
	}

	@Test
	void nothingIsSaidUnlessItIsAskedFor() {
		serve(Standing.PRODUCTION);
		assertThat(new HstsPolicy(this.live, () -> this.now, null, false, false).value(true, "shop.example")).isNull();
	}

	private void serve(Standing standing) {
		this.live.replace(TestSpecs.live("shop", KeyType.EC_P256, SHOP, standing));
	}

	private HstsPolicy policy(boolean includeSubdomains, boolean preload) {
		return new HstsPolicy(this.live, () -> this.now, Duration.ofDays(365), includeSubdomains, preload);
	}

}
