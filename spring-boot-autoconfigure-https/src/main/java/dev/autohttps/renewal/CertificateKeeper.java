package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.FailureRepository;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.StoreKeys;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one wanted certificate satisfied: obtained, stored, served and renewed. It never
 * waits: each call does what can be done at once and says when to call again.
 */
public final class CertificateKeeper {

	private static final Duration LEASE = Duration.ofMinutes(5);

	private static final int SHARE_OF_REST = 10;

	/**
	 * How soon to look again while another process obtains the same certificate.
	 */
	private static final Duration BUSY = Duration.ofSeconds(2);

	private final CertificateSpec spec;

	private final CertificateIssuer issuer;

	private final Store store;

	private final LiveCertificates live;

	private final OfferedAnswers answers;

	private final RenewalPolicy policy;

	private final Backoff backoff;

	private final InstantSource clock;

	private final Announcer announcer;

	/**
	 * No other certificate is sought before this moment.
	 */
	private volatile Instant rest = Instant.MIN;

	private volatile @Nullable Failure failure;

	private volatile @Nullable Attempt attempt;

	private @Nullable Lease lease;

	CertificateKeeper(CertificateSpec spec, CertificateIssuer issuer, Store store, LiveCertificates live,
			OfferedAnswers answers, RenewalPolicy policy, Backoff backoff, InstantSource clock, Announcer announcer) {
		this.spec = spec;
		this.issuer = issuer;
		this.store = store;
		this.live = live;
		this.answers = answers;
		this.policy = policy;
		this.backoff = backoff;
		this.clock = clock;
		this.announcer = announcer;
	}

	/**
	 * Serve what is stored, and offer the answers of an issuance that was begun, since
	 * its CA may be about to ask. Nothing is written and no CA is asked.
	 * @return whether there was a certificate to serve
	 * @throws StoreException if the store cannot be read
	 */
	synchronized boolean load() {
		this.answers.offer(storedAnswers());
		this.failure = failures(this.store).find(this.issuer.id(), this.spec);
		if (!adopt()) {
			return false;
		}
		LiveCertificate current = current();
		if (current != null) {
			this.announcer.loaded(this.spec, current.certificate(), this.policy.of(current.certificate()),
					this.clock.instant());
		}
		return true;
	}

	/**
	 * Do what is to be done now.
	 * @return when to call again
	 */
	synchronized Instant tend() {
		try {
			Attempt begun = this.attempt;
			Lease held = this.lease;
			return (begun != null && held != null) ? goOn(begun, held) : consider();
		}
		catch (IssuanceException ex) {
			return fail(ex);
		}
		catch (StoreException ex) {
			return fail(
					new IssuanceException(String.valueOf(ex.getMessage()), FailureKind.STORE, false, null, null, ex));
		}
		catch (RuntimeException | LinkageError ex) {
			return fail(new IssuanceException("a fault of this library, " + ex, FailureKind.INTERNAL, false, null, null,
					ex));
		}
	}

	/**
	 * Let go of the lease, so that another process can go on with what was begun.
	 */
	synchronized void release() {
		this.attempt = null;
		if (this.lease != null) {
			this.lease.close();
			this.lease = null;
		}
	}

	/**
	 * Return which certificate is kept.
	 * @return the certificate that is wanted
	 */
	public CertificateSpec spec() {
		return this.spec;
	}

	/**
	 * Return how it stands.
	 * @return the status at this moment
	 */
	public CertificateStatus status() {
		Instant now = this.clock.instant();
		LiveCertificate current = current();
		Failure failed = this.failure;
		Attempt begun = this.attempt;
		Renewal renewal = renewal(now);
		if (failed != null && mustWait(failed, now)) {
			renewal = new Renewal(failed.retryAt(), "attempt " + failed.count() + " in a row failed");
		}
		else if (begun != null) {
			renewal = new Renewal(now, "it is being obtained");
		}
		return new CertificateStatus(this.spec, this.issuer.description(),
				CertificateState.of(current, failed, begun != null, now), current, renewal.due(), renewal.reason(),
				(begun != null) ? begun.state().step() : null, failed);
	}

	/**
	 * Return the answers of the issuance that is stored, whoever began it.
	 * @throws StoreException if the store cannot be read
	 */
	List<ChallengeAnswer> storedAnswers() {
		return issuances(this.store).answers(this.issuer.id(), this.spec);
	}

	boolean isImmediate() {
		return this.issuer.isImmediate();
	}

	void placehold(ServerCertificate placeholder) {
		this.live.replace(new LiveCertificate(this.spec.id(), this.spec.domains(), placeholder, Standing.PLACEHOLDER));
	}

	private Instant consider() throws IssuanceException {
		Instant now = this.clock.instant();
		Instant due = renewal(now).due();
		if (due.isAfter(now)) {
			// Whatever failed is over, perhaps through another process.
			this.failure = null;
			return due;
		}
		Failure known = this.failure;
		if (known != null && mustWait(known, now)) {
			return known.retryAt();
		}
		Lease lease = this.store.tryLease(StoreKeys.of("issuances", this.issuer.id(), this.spec), LEASE);
		if (lease == null) {
			adopt();
			return now.plus(BUSY);
		}
		this.lease = lease;
		// Only now is it sure that nobody else obtained it, or failed to, in between.
		if (adopt() && renewal(now).due().isAfter(now)) {
			this.failure = null;
			release();
			return renewal(now).due();
		}
		Failure stored = failures(lease.store()).find(this.issuer.id(), this.spec);
		this.failure = stored;
		if (stored != null && mustWait(stored, now)) {
			release();
			return stored.retryAt();
		}
		Attempt begun = Attempt.begin(Issuance.begin(this.spec, now), this.issuer, lease, issuances(lease.store()),
				this.answers, this::isServed);
		this.attempt = begun;
		return step(begun, lease);
	}

	private Instant goOn(Attempt begun, Lease lease) throws IssuanceException {
		Instant now = this.clock.instant();
		Failure known = this.failure;
		if (known != null && mustWait(known, now)) {
			return known.retryAt();
		}
		Instant next = begun.state().notBefore();
		return next.isAfter(now) ? next : step(begun, lease);
	}

	private Instant step(Attempt begun, Lease lease) throws IssuanceException {
		if (!lease.renew()) {
			release();
			return this.clock.instant().plus(BUSY);
		}
		return begun.step() ? finish(begun, lease) : begun.state().notBefore();
	}

	private Instant finish(Attempt done, Lease lease) throws IssuanceException {
		ServerCertificate certificate = done.certificate();
		LiveCertificate former = current();
		// Saved before it is served: a crash in between costs nothing, the reverse could
		// lose what the CA gave.
		certificates(lease.store()).save(this.issuer.id(), this.spec, certificate);
		serve(certificate);
		done.complete();
		failures(lease.store()).delete(this.issuer.id(), this.spec);
		this.failure = null;
		release();
		// A clock that is wrong, or a CA that dates far back, makes a certificate due as
		// soon as it is there.
		this.rest = this.clock.instant().plus(certificate.lifetime().dividedBy(SHARE_OF_REST));
		Renewal next = renewal(this.clock.instant());
		this.announcer.obtained(this.spec, certificate, former != null && !former.isPlaceholder(), next);
		return next.due();
	}

	private boolean isServed(Issuance issuance) {
		LiveCertificate current = current();
		return current != null && issuance.chain().contains(current.certificate().leaf());
	}

	private Instant fail(IssuanceException ex) {
		Instant now = this.clock.instant();
		Failure former = this.failure;
		// A long time without a network must not make the first no of the CA the fifth.
		boolean again = former != null && former.kind() == ex.getKind()
				&& former.configuration().equals(configuration());
		int count = (former != null && again) ? former.count() + 1 : 1;
		Failure failed = new Failure(count, ex.getKind(), String.valueOf(ex.getMessage()), now,
				this.backoff.next(ex.getKind(), count, now, ex.getRetryAfter()), configuration(), ex.getProblem());
		this.failure = failed;
		note(failed, ex.isOrderSpoiled());
		if (ex.getKind() != FailureKind.STORE || this.attempt == null) {
			release();
		}
		// Else what the CA did last may be known to this process alone, which holds on to
		// it until the store works again.
		this.announcer.failed(this.spec, failed, current(), ex.getCause());
		return failed.retryAt();
	}

	private void note(Failure failed, boolean orderSpoiled) {
		Lease held = this.lease;
		Attempt begun = this.attempt;
		if (held == null) {
			return;
		}
		try {
			if (begun != null && orderSpoiled) {
				begun.abandon();
			}
			failures(held.store()).save(this.issuer.id(), this.spec, failed);
		}
		catch (StoreException ex) {
			if (failed.kind() != FailureKind.STORE) {
				this.announcer.warn("The failure of certificate '" + this.spec.id().name()
						+ "' could not be noted down: " + ex.getMessage());
			}
		}
	}

	/**
	 * Serve what is stored if it is better than what is served.
	 */
	private boolean adopt() {
		ServerCertificate stored = certificates(this.store).find(this.issuer.id(), this.spec);
		LiveCertificate current = current();
		if (stored == null || !this.issuer.accepts(stored)) {
			return false;
		}
		if (current == null || current.isPlaceholder()
				|| stored.notBefore().isAfter(current.certificate().notBefore())) {
			serve(stored);
		}
		return true;
	}

	private void serve(ServerCertificate certificate) {
		this.live
			.replace(new LiveCertificate(this.spec.id(), this.spec.domains(), certificate, this.issuer.standing()));
	}

	private Renewal renewal(Instant now) {
		LiveCertificate current = current();
		if (current == null || current.isPlaceholder()) {
			return new Renewal(now, "there is none yet");
		}
		Renewal next = this.policy.of(current.certificate());
		return next.due().isBefore(this.rest) ? new Renewal(this.rest, "one was obtained a short while ago") : next;
	}

	private boolean mustWait(Failure failed, Instant now) {
		return failed.retryAt().isAfter(now) && failed.configuration().equals(configuration());
	}

	private String configuration() {
		return this.issuer.configuration() + "|" + this.spec.profile() + "|" + this.spec.challenges();
	}

	private @Nullable LiveCertificate current() {
		return this.live.current().get(this.spec.id());
	}

	private CertificateRepository certificates(Store store) {
		return new CertificateRepository(store, this.clock, this.announcer::warn);
	}

	private IssuanceRepository issuances(Store store) {
		return new IssuanceRepository(store, this.clock, this.announcer::warn);
	}

	private static FailureRepository failures(Store store) {
		return new FailureRepository(store);
	}

}
