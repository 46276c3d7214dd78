package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.renewal.Renewal.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What there is of one wanted certificate, and what is served for it.
 */
final class Holding {

	private static final Duration SHORTEST_CAP = Duration.ofMinutes(10);

	private static final int SHARE_OF_REST_OF_LIFE = 10;

	private final CertificateSpec spec;

	private final LiveCertificates live;

	private final RenewalPolicy policy;

	private final InstantSource clock;

	private volatile @Nullable Held held;

	Holding(CertificateSpec spec, LiveCertificates live, RenewalPolicy policy, InstantSource clock) {
		this.spec = spec;
		this.live = live;
		this.policy = policy;
		this.clock = clock;
	}

	/**
	 * Return the certificate that is held, or {@code null} if there is only a
	 * placeholder.
	 */
	@Nullable Held held() {
		return this.held;
	}

	/**
	 * Return what is served.
	 */
	@Nullable LiveCertificate served() {
		return this.live.current().get(this.spec.id());
	}

	/**
	 * Learn more about the certificate that is held.
	 */
	void update(Held same) {
		this.held = same;
	}

	void serve(Held certificate) {
		this.held = certificate;
		this.live.replace(new LiveCertificate(this.spec.id(), this.spec.domains(), certificate.certificate(),
				certificate.source().issuer().standing()));
	}

	void placehold(ServerCertificate placeholder) {
		this.live.replace(new LiveCertificate(this.spec.id(), this.spec.domains(), placeholder, Standing.PLACEHOLDER));
	}

	/**
	 * Serve a placeholder in place of a certificate whose key others may have.
	 */
	void forget(Held certificate, ServerCertificate placeholder) {
		this.held = null;
		placehold(placeholder);
		forgetSessions(certificate);
		certificate.source().forget();
	}

	/**
	 * Go on with nothing that was begun under the key of a certificate that is not served
	 * any more.
	 */
	void forgetSessions(Held former) {
		this.live.forget(former.certificate());
	}

	/**
	 * Serve what is stored if it is better than what is served: valid rather than
	 * expired, newer rather than older.
	 * @throws StoreException if the store cannot be read
	 */
	void adopt(Sources sources) {
		sources.forEach((source) -> {
			ServerCertificate stored = source.stored();
			Held current = this.held;
			if (stored == null) {
				return;
			}
			if (current == null || isBetter(stored, current.certificate())) {
				serve(new Held(source, stored, source.notes(stored)));
			}
			else if (current.source() == source && current.certificate().equals(stored)) {
				this.held = current.with(source.notes(stored));
			}
		});
	}

	/**
	 * Return when the next one is due.
	 */
	Renewal renewal(Instant now) {
		Held current = this.held;
		return (current == null) ? new Renewal(now, Cause.NEED, "there is none yet")
				: this.policy.of(current.certificate(), current.notes());
	}

	/**
	 * Return whether everything must be tried to obtain one.
	 */
	boolean isEmergency(Instant now) {
		Held current = this.held;
		return current == null || RenewalPolicy.isEmergency(current.certificate(), now);
	}

	/**
	 * When there is hardly any time left, no pause is longer than some of it.
	 */
	@Nullable Duration longestPause(Instant now) {
		Held current = this.held;
		if (current == null || !isEmergency(now) || current.certificate().isExpired(now)) {
			return null;
		}
		Duration cap = Duration.between(now, current.certificate().notAfter()).dividedBy(SHARE_OF_REST_OF_LIFE);
		return (cap.compareTo(SHORTEST_CAP) < 0) ? SHORTEST_CAP : cap;
	}

	private boolean isBetter(ServerCertificate stored, ServerCertificate served) {
		Instant now = this.clock.instant();
		if (stored.isExpired(now) != served.isExpired(now)) {
			return served.isExpired(now);
		}
		return stored.notBefore().isAfter(served.notBefore());
	}

}
