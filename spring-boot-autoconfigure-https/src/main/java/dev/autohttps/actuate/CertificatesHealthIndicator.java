package dev.autohttps.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the certificates. While a placeholder or an expired certificate is served it
 * is {@code DEGRADED}, which is no HTTP error: a node that is taken out of its load
 * balancer would never hear the CA's question.
 */
public class CertificatesHealthIndicator extends AbstractHealthIndicator {

	/**
	 * The status while something is served that clients refuse.
	 */
	public static final Status DEGRADED = new Status("DEGRADED", "A certificate is served that clients refuse");

	private final CertificateKeepers keepers;

	/**
	 * Create a new indicator.
	 * @param keepers the keepers of the certificates
	 */
	public CertificatesHealthIndicator(CertificateKeepers keepers) {
		super("Certificates health check failed");
		this.keepers = keepers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<CertificateStatus> statuses = this.keepers.statuses();
		boolean refused = statuses.stream()
			.anyMatch((status) -> status.state() == CertificateState.PLACEHOLDER
					|| status.state() == CertificateState.EXPIRED);
		builder.status(refused ? DEGRADED : Status.UP);
		for (CertificateStatus status : statuses) {
			builder.withDetail(status.spec().id().toString(), details(status));
		}
	}

	private static Map<String, Object> details(CertificateStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state().name());
		details.put("domains", status.spec().domains().names());
		LiveCertificate live = status.live();
		if (live != null) {
			details.put("notAfter", live.certificate().notAfter().toString());
		}
		details.put("nextAttempt", status.nextAttempt().toString());
		Failure failure = status.failure();
		if (failure != null) {
			details.put("warning", failure.message());
		}
		return details;
	}

}
