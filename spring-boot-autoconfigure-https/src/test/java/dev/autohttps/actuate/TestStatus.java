package dev.autohttps.actuate;

import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.Problem;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import dev.autohttps.renewal.Renewal.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Makes what keepers say.
 */
final class TestStatus {

	static final String PREFIX = "urn:ietf:params:acme:error:";

	private TestStatus() {
	}

	static CertificateStatus of(CertificateSpec spec, CertificateState state, @Nullable LiveCertificate live,
			Instant next, @Nullable Failure failure) {
		return new CertificateStatus(spec, "https://ca.test/directory", state, live, next, Cause.LIFETIME, "", null,
				failure, null);
	}

	static Failure failure(int count, FailureKind kind, @Nullable String problem) {
		return new Failure(count, kind, "it failed", Instant.EPOCH, Instant.EPOCH, "",
				(problem != null) ? new Problem(problem, null, null, List.of()) : null);
	}

}
