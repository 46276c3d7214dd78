package dev.autohttps.local;

import java.time.Duration;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlaceholderCertificatesTests {

	private final TestClock clock = new TestClock();

	private final PlaceholderCertificates placeholders = new PlaceholderCertificates(this.clock);

	@Test
	void whoLooksAtOneSeesWhatItIs() throws Exception {
		Domains domains = Domains.of("shop.example", "*.shop.example", "192.0.2.1", "2001:db8::1");
		ServerCertificate placeholder = this.placeholders.apply(domains);
		assertThat(placeholder.leaf().getSubjectX500Principal().getName()).contains("Placeholder")
			.contains("no certificate was obtained yet");
		assertThat(placeholder.leaf().getIssuerX500Principal()).isEqualTo(placeholder.leaf().getSubjectX500Principal());
		assertThat(placeholder.names()).isEqualTo(domains.names());
		placeholder.leaf().verify(placeholder.leaf().getPublicKey());
	}

	@Test
	void itIsValidNowAndForLong() {
		ServerCertificate placeholder = this.placeholders.apply(Domains.of("shop.example"));
		assertThat(placeholder.notBefore()).isEqualTo(this.clock.instant());
		assertThat(placeholder.lifetime()).isEqualTo(Duration.ofDays(365));
	}

	@Test
	void eachIsAnother() {
		Domains domains = Domains.of("shop.example");
		assertThat(this.placeholders.apply(domains)).isNotEqualTo(this.placeholders.apply(domains));
	}

}
