package dev.autohttps.acceptance;

import java.time.Instant;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.RevocationStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Certificates that are revoked, as the CA sees it.
 */
@EnabledIfPebble
@Tag("acceptance")
class RevocationTests {

	private static Pebble pebble;

	private static OrderBench bench;

	@BeforeAll
	static void startPebble() throws Exception {
		pebble = Pebble.builder().reusedAuthorizations(100).retryAfter(0, 0).start();
		bench = new OrderBench(pebble.directoryUrl(), pebble.trustPem()).answeringHttp("127.0.0.1", pebble.httpPort());
	}

	@AfterAll
	static void stopPebble() throws Exception {
		bench.close();
		pebble.close();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "UNSPECIFIED")
	void theCaIsToldTheReason(RevocationReason reason) throws Exception {
		ServerCertificate certificate = obtain();
		assertThat(pebble.status(certificate.leaf()).revoked()).isFalse();
		bench.issuer().revoke(certificate, reason);
		assertThat(pebble.status(certificate.leaf())).isEqualTo(new RevocationStatus(true, reason.code()));
	}

	@Test
	void noReasonIsNone() throws Exception {
		ServerCertificate certificate = obtain();
		bench.issuer().revoke(certificate, RevocationReason.UNSPECIFIED);
		assertThat(pebble.status(certificate.leaf()).revoked()).isTrue();
		assertThat(pebble.status(certificate.leaf()).reason()).isIn(null, 0);
	}

	@Test
	void whatIsRevokedAlreadyStaysSo() throws Exception {
		ServerCertificate certificate = obtain();
		bench.issuer().revoke(certificate, RevocationReason.SUPERSEDED);
		bench.issuer().revoke(certificate, RevocationReason.KEY_COMPROMISE);
		assertThat(pebble.status(certificate.leaf()))
			.isEqualTo(new RevocationStatus(true, RevocationReason.SUPERSEDED.code()));
	}

	@Test
	void theCaWantsItToBeRenewedAtOnce() throws Exception {
		ServerCertificate certificate = obtain();
		bench.issuer().revoke(certificate, RevocationReason.KEY_COMPROMISE);
		RenewalInfo info = bench.issuer().renewalInfo(certificate);
		assertThat(info).isNotNull();
		assertThat(info.end()).isBefore(Instant.now());
	}

	@Test
	void theAccountOfAnotherIsRefusedAlthoughItHasTheKey() throws Exception {
		ServerCertificate certificate = obtain();
		try (OrderBench stranger = new OrderBench(pebble.directoryUrl(), pebble.trustPem())) {
			IssuanceException failure = catchThrowableOfType(IssuanceException.class,
					() -> stranger.issuer().revoke(certificate, RevocationReason.KEY_COMPROMISE));
			assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
			assertThat(failure).hasMessageContaining("unauthorized");
		}
		assertThat(pebble.status(certificate.leaf()).revoked()).isFalse();
	}

	private static ServerCertificate obtain() throws Exception {
		Issuance issued = bench.run(OrderBench.begin("revoked.test"));
		return OrderBench.certificate(issued);
	}

}
