package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Issuance;
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

	private volatile boolean retired;

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
	 * Return whether what an issuance obtained is served.
	 */
	boolean serves(Issuance issuance) {
		LiveCertificate current = served();
		return current != null && issuance.chain().contains(current.certificate().leaf());
	}

	/**
	 * Learn more about the certificate that is held.
	 */
	void update(Held same) {
		this.held = same;
	}

	void serve(Held certificate) {
		this.held = certificate;
		serve(certificate.certificate(), certificate.source().issuer().standing());
	}

	void placehold(ServerCertificate placeholder) {
		serve(placeholder, Standing.PLACEHOLDER);
	}

	private synchronized void serve(ServerCertificate certificate, Standing standing) {
		// Somebody else may have its place by now.
		if (!this.retired) {
			this.live.replace(new LiveCertificate(this.spec.id(), this.spec.domains(), certificate, standing));
		}
	}

	/**
	 * Serve nothing from now on.
	 */
	synchronized void retire() {
		if (!this.retired) {
			this.retired = true;
			this.live.remove(this.spec.id());
		}
	}

	boolean hasRetired() {
		return this.retired;
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
			Held found = new Held(source, stored, source.notes(stored));
			if (current != null && current.source() == source && current.certificate().equals(stored)) {
				this.held = found;
			}
			else if (current == null || isBetter(found, current)) {
				serve(found);
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
	 * Return whether there is one that will soon be of no use.
	 */
	boolean isRunningOut(Instant now) {
		return this.held != null && isEmergency(now);
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

	/**
	 * What is stored of the same CA is its newest, unless that was lost. Those of two CAs
	 * are compared by when they were obtained: some date back by a day.
	 */
	private boolean isBetter(Held stored, Held served) {
		Instant now = this.clock.instant();
		boolean expired = stored.certificate().isExpired(now);
		if (expired != served.certificate().isExpired(now)) {
			return !expired;
		}
		if (stored.source() == served.source()) {
			return !stored.certificate().notBefore().isBefore(served.certificate().notBefore());
		}
		boolean unwanted = stored.notes().replace() != null;
		if (unwanted != (served.notes().replace() != null)) {
			return !unwanted;
		}
		return stored.notes().obtainedAt().isAfter(served.notes().obtainedAt());
	}

}
