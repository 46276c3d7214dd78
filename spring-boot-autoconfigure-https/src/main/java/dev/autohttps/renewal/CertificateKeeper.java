package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.CompromisedKeys;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.Preflight.Occasion;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.renewal.Renewal.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one wanted certificate satisfied: obtained, stored, served and renewed. It never
 * waits: each call does what can be done at once and says when to call again.
 */
public final class CertificateKeeper {

	private static final Duration LEASE = Duration.ofMinutes(5);

	/**
	 * How soon to look again while another process, or another key type of the same
	 * names, is at it.
	 */
	private static final Duration BUSY = Duration.ofSeconds(2);

	private static final Duration SHORTEST_CAP = Duration.ofMinutes(10);

	private static final int SHARE_OF_REST_OF_LIFE = 10;

	/**
	 * The CA may ask for a pause in the midst of an order, but a moment farther away than
	 * this comes from a clock that was set back since.
	 */
	private static final Duration LONGEST_STEP = Duration.ofDays(1);

	private final CertificateSpec spec;

	private final List<Source> sources;

	private final Store store;

	private final LiveCertificates live;

	private final OfferedAnswers answers;

	private final RenewalPolicy policy;

	private final Preflight preflight;

	private final RenewalAdvice advice;

	private final Backoff backoff;

	private final InstantSource clock;

	private final Announcer announcer;

	private volatile @Nullable Held held;

	private volatile @Nullable Failure failure;

	private volatile @Nullable Attempt attempt;

	private @Nullable Lease lease;

	CertificateKeeper(CertificateSpec spec, List<IssuerChoice> issuers, Store store, LiveCertificates live,
			OfferedAnswers answers, RenewalPolicy policy, Preflight preflight, RandomGenerator random,
			InstantSource clock, Announcer announcer) {
		this.spec = spec;
		this.sources = issuers.stream()
			.map((choice) -> new Source(spec, choice, store, preflight, clock, announcer))
			.toList();
		this.store = store;
		this.live = live;
		this.answers = answers;
		this.policy = policy;
		this.preflight = preflight;
		this.advice = new RenewalAdvice(spec, clock, random, announcer);
		this.backoff = new Backoff(random);
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
		this.sources.forEach(Source::refresh);
		adopt();
		Held found = this.held;
		this.failure = lastFailure();
		if (found == null) {
			return false;
		}
		this.announcer.loaded(this.spec, found.certificate(), renewal(this.clock.instant()), this.clock.instant());
		return true;
	}

	/**
	 * Do what is to be done now.
	 * @return when to call again
	 */
	synchronized Instant tend() {
		try {
			Attempt begun = this.attempt;
			Lease leased = this.lease;
			return (begun != null && leased != null) ? goOn(begun, leased) : consider();
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
		Held known = this.held;
		Failure failed = this.failure;
		Attempt begun = this.attempt;
		Renewal renewal = renewal(now);
		Instant next = nextTry(now);
		if (failed != null && next.isAfter(now)) {
			renewal = new Renewal(next, Cause.WAIT, "attempt " + failed.count() + " in a row failed");
		}
		else if (begun != null) {
			renewal = new Renewal(now, Cause.NEED, "it is being obtained");
		}
		CertificateIssuer issuer = ((known != null) ? known.source() : this.sources.get(0)).issuer();
		return new CertificateStatus(this.spec, issuer.description(),
				CertificateState.of(current, failed, begun != null, now), current, renewal.due(), renewal.reason(),
				(begun != null) ? begun.state().step() : null, failed, (known != null) ? known.notes() : null);
	}

	/**
	 * Return the last attempts, with all issuers.
	 * @return the attempts, the last one first
	 * @throws StoreException if the store cannot be read
	 */
	public List<AttemptRecord> attempts() {
		return this.sources.stream()
			.flatMap((source) -> source.attempts().stream())
			.sorted(Comparator.comparing(AttemptRecord::startedAt).reversed())
			.toList();
	}

	/**
	 * Return the answers of the issuance that is stored, whoever began it.
	 * @throws StoreException if the store cannot be read
	 */
	List<ChallengeAnswer> storedAnswers() {
		List<ChallengeAnswer> stored = new ArrayList<>();
		this.sources.forEach((source) -> stored.addAll(source.answers()));
		return stored;
	}

	boolean isImmediate() {
		return this.sources.get(0).issuer().isImmediate();
	}

	void placehold(ServerCertificate placeholder) {
		this.live.replace(new LiveCertificate(this.spec.id(), this.spec.domains(), placeholder, Standing.PLACEHOLDER));
	}

	/**
	 * Replace the certificate as soon as the CA allows it.
	 * @param reason why, for people
	 * @throws StoreException if that cannot be noted down
	 */
	synchronized void replace(String reason) {
		Held current = this.held;
		if (current != null) {
			RenewalNotes notes = current.notes().replacing(reason);
			current.source().save(notes, this.store);
			this.held = current.with(notes);
		}
	}

	/**
	 * Revoke the certificate that is served and replace it. A key that somebody else may
	 * have is never used again, so a placeholder is served until there is another.
	 * @param reason why
	 * @param placeholders makes a certificate that keeps the place
	 * @return what was revoked, or {@code null} if nothing is served that could be
	 * @throws IssuanceException if the CA does not revoke it
	 * @throws StoreException if it cannot be noted down
	 */
	synchronized @Nullable ServerCertificate revoke(RevocationReason reason,
			Function<Domains, ServerCertificate> placeholders) throws IssuanceException {
		Held current = this.held;
		if (current == null) {
			return null;
		}
		ServerCertificate revoked = current.certificate();
		current.source().issuer().revoke(revoked, reason);
		this.announcer.revoked(this.spec, revoked, reason);
		if (reason == RevocationReason.KEY_COMPROMISE) {
			new CompromisedKeys(this.store).add(revoked.leaf().getPublicKey(), this.clock.instant());
			this.held = null;
			placehold(placeholders.apply(this.spec.domains()));
			this.live.forget(revoked);
			// What is stored beside it, with another key, is better than nothing.
			current.source().forget();
			adopt();
		}
		else {
			replace("it was revoked");
		}
		return revoked;
	}

	private Instant consider() throws IssuanceException {
		Instant now = this.clock.instant();
		Instant asking = advise(now);
		Instant due = renewal(now).due();
		if (due.isAfter(now)) {
			// Whatever failed is over, perhaps through another process.
			this.failure = null;
			return due.isBefore(asking) ? due : asking;
		}
		this.sources.forEach((source) -> source.look(now));
		Instant next = nextTry(now);
		if (next.isAfter(now)) {
			return next;
		}
		Lease leased = this.store.tryLease(StoreKeys.lease(this.spec), LEASE);
		if (leased == null) {
			adopt();
			return now.plus(BUSY);
		}
		this.lease = leased;
		// Only now is it sure that nobody else obtained it, or failed to, in between.
		adopt();
		this.sources.forEach(Source::refresh);
		this.failure = lastFailure();
		if (renewal(now).due().isAfter(now)) {
			this.failure = null;
			release();
			return renewal(now).due();
		}
		Source source = turn(now);
		Instant interrupted = (source != null) ? source.interrupted(this.backoff) : null;
		if (source == null || (interrupted != null && interrupted.isAfter(now))) {
			release();
			return (interrupted != null) ? interrupted : nextTry(now);
		}
		return begin(source, leased, now);
	}

	private Instant begin(Source source, Lease leased, Instant now) throws IssuanceException {
		Held former = this.held;
		Attempt begun = Attempt.begin((issuer) -> {
			look(source);
			Map<String, String> details = (former != null && former.source() == source && issuer == source.issuer())
					? issuer.replacing(former.certificate(), former.notes().details()) : Map.of();
			return Issuance.begin(source.spec(), now, details);
		}, source, leased, this.answers, this::isServed, this.clock);
		this.attempt = begun;
		return step(begun, leased);
	}

	/**
	 * Look whether an order could succeed, unless all went well the last time.
	 */
	private void look(Source source) throws IssuanceException {
		if (source.failure() != null) {
			this.preflight.require(source.spec(), source.issuer(), Occasion.AFTER_FAILURE);
		}
		else if (source.attempts().isEmpty()) {
			this.preflight.require(source.spec(), source.issuer(), Occasion.FIRST_ORDER);
		}
	}

	private Instant goOn(Attempt begun, Lease leased) throws IssuanceException {
		Instant now = this.clock.instant();
		Failure known = begun.source().waiting(now);
		if (known != null) {
			return known.retryAt();
		}
		Instant next = begun.state().notBefore();
		boolean wait = next.isAfter(now) && !next.isAfter(now.plus(LONGEST_STEP));
		return wait ? next : step(begun, leased);
	}

	private Instant step(Attempt begun, Lease leased) throws IssuanceException {
		if (!leased.renew()) {
			release();
			return this.clock.instant().plus(BUSY);
		}
		if (!begun.step()) {
			return begun.state().notBefore();
		}
		return begun.isTrial() ? finishTrial(begun) : finish(begun, leased);
	}

	private Instant finishTrial(Attempt done) {
		done.complete();
		done.source().passedTrial();
		this.announcer.passedTrial(this.spec, done.issuer().description());
		release();
		return this.clock.instant();
	}

	private Instant finish(Attempt done, Lease leased) throws IssuanceException {
		Instant now = this.clock.instant();
		ServerCertificate certificate = done.certificate();
		Source source = done.source();
		Held former = this.held;
		// Saved before it is served: a crash in between costs nothing, the reverse could
		// lose what the CA gave.
		source.save(certificate, leased.store());
		RenewalNotes notes = notes(certificate, former, done.state(), now);
		serve(new Held(source, certificate, notes));
		source.save(notes, leased.store());
		done.complete();
		source.succeeded(leased.store());
		this.failure = null;
		release();
		this.announcer.obtained(this.spec, certificate, former != null, renewal(now));
		return now;
	}

	private static RenewalNotes notes(ServerCertificate certificate, @Nullable Held former, Issuance issuance,
			Instant now) {
		if (former != null && former.certificate().equals(certificate)) {
			// Served already, but not all of it could be stored.
			return former.notes();
		}
		boolean hurried = former != null && RenewalPolicy.isHurry(former.certificate(), former.notes(), now);
		return RenewalNotes.obtained(certificate, now, hurried, issuance.details());
	}

	private boolean isServed(Issuance issuance) {
		LiveCertificate current = current();
		return current != null && issuance.chain().contains(current.certificate().leaf());
	}

	private Instant fail(IssuanceException ex) {
		Instant now = this.clock.instant();
		Attempt begun = this.attempt;
		Lease leased = this.lease;
		Source turn = turn(now);
		Source source = (begun != null) ? begun.source() : (turn != null) ? turn : this.sources.get(0);
		Failure former = source.failure();
		// A long time without a network must not make the first no of the CA the fifth.
		boolean again = former != null && former.kind() == ex.getKind() && source.isOfThisConfiguration(former)
				&& !isOver(former);
		int count = (former != null && again) ? former.count() + 1 : 1;
		Failure failed = new Failure(count, ex.getKind(), String.valueOf(ex.getMessage()), now,
				this.backoff.next(ex.getKind(), count, now, ex.getRetryAfter(), longestPause(now)),
				source.circumstances(ex.getKind()), ex.getProblem());
		this.failure = failed;
		source.failed(failed, (leased != null) ? leased.store() : null);
		if (begun != null) {
			note(begun, failed, ex.isOrderSpoiled());
		}
		if (ex.getKind() != FailureKind.STORE || begun == null) {
			release();
		}
		// Else what the CA did last may be known to this process alone, which holds on to
		// it until the store works again.
		Instant next = (this.attempt != null) ? failed.retryAt() : nextTry(now);
		this.announcer.failed(this.spec, failed, next, current(), ex.getCause());
		return next;
	}

	/**
	 * That a CA was off when another had to help says nothing about how long it is now.
	 */
	private boolean isOver(Failure failure) {
		Held current = this.held;
		return current != null && failure.kind() == FailureKind.UNAVAILABLE
				&& !failure.at().isAfter(current.notes().obtainedAt());
	}

	private void note(Attempt begun, Failure failed, boolean orderSpoiled) {
		try {
			if (orderSpoiled) {
				begun.abandon();
			}
			begun.failed(failed);
		}
		catch (StoreException ex) {
			if (failed.kind() != FailureKind.STORE) {
				this.announcer.warn("The failure of certificate '" + this.spec.id().name()
						+ "' could not be noted down: " + ex.getMessage());
			}
		}
	}

	/**
	 * When there is hardly any time left, no pause is longer than some of it.
	 */
	private @Nullable Duration longestPause(Instant now) {
		Held current = this.held;
		if (current == null || !current.isEmergency(now) || current.certificate().isExpired(now)) {
			return null;
		}
		Duration cap = Duration.between(now, current.certificate().notAfter()).dividedBy(SHARE_OF_REST_OF_LIFE);
		return (cap.compareTo(SHORTEST_CAP) < 0) ? SHORTEST_CAP : cap;
	}

	/**
	 * Ask the CA what it says about the renewal of what is served, if it is time to.
	 * @return when to ask next
	 */
	private Instant advise(Instant now) {
		Held current = this.held;
		if (current == null) {
			return Instant.MAX;
		}
		Instant asking = RenewalAdvice.next(current, now);
		if (asking.isAfter(now)) {
			return asking;
		}
		try (Lease leased = this.store.tryLease(StoreKeys.lease(this.spec), LEASE)) {
			if (leased == null) {
				return now.plus(BUSY);
			}
			adopt();
			Held advised = this.advice.ask((this.held != null) ? this.held : current, leased);
			this.held = advised;
			return RenewalAdvice.next(advised, now);
		}
	}

	/**
	 * Return whose turn it is: the first that need not be waited for, but none after one
	 * that will soon be well again.
	 */
	private @Nullable Source turn(Instant now) {
		for (Source source : this.sources) {
			Failure waiting = source.waiting(now);
			if (waiting == null) {
				return source;
			}
			if (!Failover.isGivenUp(waiting, isEmergency(now))) {
				return null;
			}
		}
		return null;
	}

	/**
	 * Return when it is somebody's turn.
	 */
	private Instant nextTry(Instant now) {
		Instant next = Instant.MAX;
		for (Source source : this.sources) {
			Failure waiting = source.waiting(now);
			if (waiting == null) {
				return now;
			}
			next = waiting.retryAt().isBefore(next) ? waiting.retryAt() : next;
			if (!Failover.isGivenUp(waiting, isEmergency(now))) {
				return next;
			}
		}
		return next;
	}

	private boolean isEmergency(Instant now) {
		Held current = this.held;
		return current == null || current.isEmergency(now);
	}

	private @Nullable Failure lastFailure() {
		Failure last = null;
		for (Source source : this.sources) {
			Failure failed = source.failure();
			if (failed != null && (last == null || failed.at().isAfter(last.at()))) {
				last = failed;
			}
		}
		return last;
	}

	/**
	 * Serve what is stored if it is better than what is served: valid rather than
	 * expired, newer rather than older.
	 */
	private void adopt() {
		for (Source source : this.sources) {
			ServerCertificate stored = source.stored();
			Held current = this.held;
			if (stored == null) {
				continue;
			}
			if (current == null || isBetter(stored, current.certificate())) {
				serve(new Held(source, stored, source.notes(stored)));
			}
			else if (current.source() == source && current.certificate().equals(stored)) {
				this.held = current.with(source.notes(stored));
			}
		}
	}

	private boolean isBetter(ServerCertificate stored, ServerCertificate served) {
		Instant now = this.clock.instant();
		if (stored.isExpired(now) != served.isExpired(now)) {
			return served.isExpired(now);
		}
		return stored.notBefore().isAfter(served.notBefore());
	}

	private void serve(Held certificate) {
		this.held = certificate;
		this.live.replace(new LiveCertificate(this.spec.id(), this.spec.domains(), certificate.certificate(),
				certificate.source().issuer().standing()));
	}

	private Renewal renewal(Instant now) {
		Held current = this.held;
		return (current == null) ? new Renewal(now, Cause.NEED, "there is none yet")
				: this.policy.of(current.certificate(), current.notes());
	}

	private @Nullable LiveCertificate current() {
		return this.live.current().get(this.spec.id());
	}

}
