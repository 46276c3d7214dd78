package dev.autohttps.autoconfigure;

import java.util.List;

import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.acme.TlsAlpn01ChallengeSolver;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ChallengeCheckTests {

	private static final ChallengeSolver IMPEDED = new TlsAlpn01ChallengeSolver("port 443 is not ours");

	@Test
	void aTypeThatCannotBeTriedIsToldWithTheReason() {
		assertThatExceptionOfType(InvalidHttpsPropertyException.class)
			.isThrownBy(() -> check("shop.example", List.of("dns-01", "tls-alpn-01"), IMPEDED))
			.withMessageContaining(
					"there is no ChallengeSolver for them; " + "tls-alpn-01 is not tried: port 443 is not ours.")
			.withMessageNotContaining("web server of ours");
	}

	@Test
	void aReasonThatIsNoMatterForAWildcardIsNotTold() {
		assertThatExceptionOfType(InvalidHttpsPropertyException.class)
			.isThrownBy(() -> check("*.shop.example", List.of("dns-01", "tls-alpn-01"), IMPEDED))
			.withMessageNotContaining("port 443 is not ours");
	}

	@Test
	void oneTypeThatCanBeTriedIsEnough() {
		assertThatNoException().isThrownBy(
				() -> check("shop.example", List.of("tls-alpn-01", "http-01"), IMPEDED, new Http01ChallengeSolver()));
	}

	@Test
	void whereNoCaIsAskedAnUnknownTypeIsRefusedButNothingHasToBeProven() {
		assertThatNoException().isThrownBy(() -> check(false, "shop.example", List.of("http-01")));
		assertThatExceptionOfType(InvalidHttpsPropertyException.class)
			.isThrownBy(() -> check(false, "shop.example", List.of("http-01", "htpp-01")))
			.withMessageContaining("htpp-01")
			.withMessageContaining("There is no such challenge type");
	}

	private static void check(String domain, List<String> challenges, ChallengeSolver... solvers) {
		check(true, domain, challenges, solvers);
	}

	private static void check(boolean asked, String domain, List<String> challenges, ChallengeSolver... solvers) {
		CertificateSpec spec = new CertificateSpec(new CertificateId("shop", KeyType.EC_P256),
				Domains.of(List.of(domain)), null, challenges);
		new ChallengeCheck(new ChallengeSolvers(List.of(solvers)), asked)
			.check(new WantedCertificate(spec, Issuer.ACME, "https.domains", "https.acme.challenges"));
	}

}
