package dev.autohttps.actuate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the certificates. While one is served that clients refuse, or soon will, it
 * is {@code DEGRADED}, which is no HTTP error: a node that is taken out of its load
 * balancer would never hear the CA's question.
 */
public class CertificatesHealthIndicator extends AbstractHealthIndicator {

	/**
	 * The status while something is served that clients refuse, or soon will.
	 */
	public static final Status DEGRADED = new Status("DEGRADED",
			"A certificate is served that clients refuse, or soon will");

	private static final Set<CertificateState> DEGRADING = EnumSet.of(CertificateState.PLACEHOLDER,
			CertificateState.EXPIRED, CertificateState.EXPIRING);

	private final CertificateKeepers keepers;

	private final InstantSource clock;

	/**
	 * Create a new indicator.
	 * @param keepers the keepers of the certificates
	 * @param clock the time
	 */
	public CertificatesHealthIndicator(CertificateKeepers keepers, InstantSource clock) {
		super("Certificates health check failed");
		this.keepers = keepers;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<CertificateStatus> statuses = this.keepers.statuses();
		boolean degraded = statuses.stream()
			.anyMatch((status) -> status.live() != null && DEGRADING.contains(status.state()));
		builder.status(degraded ? DEGRADED : Status.UP);
		Instant now = this.clock.instant();
		for (CertificateStatus status : statuses) {
			builder.withDetail(status.spec().id().toString(), details(status, now));
		}
	}

	private static Map<String, Object> details(CertificateStatus status, Instant now) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state().name());
		details.put("domains", status.spec().domains().names());
		LiveCertificate live = status.live();
		if (live != null) {
			details.put("standing", live.standing().name());
			details.put("notAfter", live.certificate().notAfter().toString());
			details.put("lifetimeUsed", ServedDescriptor.used(live.certificate(), now));
		}
		details.put("nextAttempt", status.nextAttempt().toString());
		Failure failure = status.failure();
		if (failure != null) {
			details.put("warning", failure.message());
		}
		return details;
	}

}
