package dev.autohttps.renewal;

import java.time.Instant;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.ServerCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Says once for each certificate that it is close to its end, and once that it is over.
 */
final class ExpiryWatch {

	private final CertificateSpec spec;

	private final RenewalPolicy policy;

	private final Announcer announcer;

	private @Nullable ServerCertificate expiring;

	private @Nullable ServerCertificate expired;

	ExpiryWatch(CertificateSpec spec, RenewalPolicy policy, Announcer announcer) {
		this.spec = spec;
		this.policy = policy;
		this.announcer = announcer;
	}

	/**
	 * A certificate was loaded, and the log says how it stands with it.
	 */
	void loaded(ServerCertificate certificate, Instant now) {
		if (certificate.isExpired(now)) {
			this.expiring = certificate;
			this.expired = certificate;
		}
	}

	/**
	 * Look at what is held.
	 */
	void look(@Nullable Held held, @Nullable Failure failure, Instant now) {
		if (held == null || !this.policy.isExpiring(held.certificate(), now)) {
			return;
		}
		ServerCertificate certificate = held.certificate();
		boolean over = certificate.isExpired(now);
		ServerCertificate told = over ? this.expired : this.expiring;
		if (told != null && told.equals(certificate)) {
			return;
		}
		this.expiring = certificate;
		this.expired = over ? certificate : this.expired;
		this.announcer.expiring(this.spec, certificate, failure, now);
	}

}
