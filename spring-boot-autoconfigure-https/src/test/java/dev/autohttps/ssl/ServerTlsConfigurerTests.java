package dev.autohttps.ssl;

import java.time.InstantSource;
import java.util.List;

import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.junit.jupiter.api.Test;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class ServerTlsConfigurerTests {

	private final LiveCertificates live = new LiveCertificates(new TestClock());

	@Test
	void whoIsKnownIsDecidedWithoutLookingForAChallengeSinceThatMayReadTheStore() {
		ChallengeCertificates challenges = new ChallengeCertificates((type, identifier) -> {
			throw new AssertionError("The store is read");
		}, InstantSource.system());
		this.live.replace(TestSpecs.live("own", KeyType.EC_P256,
				TestCertificates.of("shop.example", "*.shop.example", "192.0.2.1", "2001:db8::1"),
				Standing.PLACEHOLDER));
		ServerTls tls = new ServerTlsConfigurer(this.live, challenges, List.of("own"), true)
			.configure(new TomcatServletWebServerFactory());
		assertThat(tls).isNotNull();
		assertThat(List.of("shop.example", "SHOP.example", "www.shop.example", "1.2.0.192.in-addr.arpa",
				"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"))
			.allMatch(tls::accepts);
		assertThat(tls.accepts(null)).isTrue();
		assertThat(List.of("other.example", "a.b.shop.example", "2.2.0.192.in-addr.arpa", "x.in-addr.arpa", "", "a b"))
			.noneMatch(tls::accepts);
	}

}
