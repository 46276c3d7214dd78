package dev.autohttps.testing;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

import dev.autohttps.Certificates;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which certificates the clients of a test trust.
 */
class ServedCertificatesTrustTests {

	private Instant now = Instant.now();

	private final LiveCertificates live = new LiveCertificates(() -> this.now);

	private final ServedCertificatesTrust trust = new ServedCertificatesTrust(this.live, () -> this.now);

	@Test
	void whatIsServedIsTrusted() {
		ServerCertificate served = serve(Standing.TRIAL);
		assertThatCode(() -> check(served)).doesNotThrowAnyException();
	}

	@Test
	void whatWasReplacedAMomentAgoIsTrustedAMinute() {
		ServerCertificate former = serve(Standing.TRIAL);
		serve(Standing.TRIAL);
		assertThatCode(() -> check(former)).doesNotThrowAnyException();
		this.now = this.now.plus(Duration.ofMinutes(2));
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> check(former));
	}

	@Test
	void whatIsNotServedIsLeftToTheJdk() {
		serve(Standing.TRIAL);
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> check(Certificates.selfSigned("localhost")))
			.withMessageContaining("unable to find valid certification path");
	}

	@Test
	void aPlaceholderIsNotTrustedAndTheErrorSaysWhatToWaitFor() {
		ServerCertificate placeholder = serve(Standing.PLACEHOLDER);
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> check(placeholder))
			.withMessage("Certificate 'https' has not been issued yet, and what keeps its place is trusted by no "
					+ "client: let the test wait for the event CertificateIssued");
	}

	@Test
	void theTimeIsThatOfTheCertificates() {
		ServerCertificate served = serve(Standing.TRIAL);
		this.now = served.notAfter().plusSeconds(1);
		assertThatExceptionOfType(CertificateExpiredException.class).isThrownBy(() -> check(served));
		this.now = served.notBefore().minusSeconds(1);
		assertThatExceptionOfType(CertificateNotYetValidException.class).isThrownBy(() -> check(served));
	}

	private ServerCertificate serve(Standing standing) {
		ServerCertificate certificate = Certificates.selfSigned("localhost");
		this.live.replace(new LiveCertificate(new CertificateId("https", KeyType.EC_P256), Domains.of("localhost"),
				certificate, standing));
		return certificate;
	}

	private void check(ServerCertificate certificate) throws CertificateException {
		this.trust.checkServerTrusted(certificate.chain().toArray(X509Certificate[]::new), "UNKNOWN");
	}

}
