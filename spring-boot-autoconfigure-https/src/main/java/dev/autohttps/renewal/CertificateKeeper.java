package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import dev.autohttps.certificate.Finding;
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
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.renewal.AttemptListener.Purpose;
import dev.autohttps.renewal.Renewal.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one wanted certificate satisfied: obtained, stored, served and renewed. It never
 * waits: each call does what can be done at once and says when to call again.
 */
public final class CertificateKeeper {

	static final Duration LEASE = Duration.ofMinutes(5);

	/**
	 * How soon to look again while another process, or another key type of the same
	 * names, is at it.
	 */
	static final Duration BUSY = Duration.ofSeconds(2);

	/**
	 * The CA may ask for a pause in the midst of an order, but a moment farther away than
	 * this comes from a clock that was set back since.
	 */
	private static final Duration LONGEST_STEP = Duration.ofDays(1);

	private static final Set<FailureKind> LOOKED_INTO = EnumSet.of(FailureKind.ACTION_REQUIRED, FailureKind.PREVENTED,
			FailureKind.DNS);

	private final CertificateSpec spec;

	private final Sources sources;

	private final Store store;

	private final Holding holding;

	private final OfferedAnswers answers;

	private final Preflight preflight;

	private final Function<Domains, ServerCertificate> placeholders;

	private final Upkeep upkeep;

	private final Pursuit pursuit = new Pursuit();

	private final Setbacks setbacks;

	private final Backoff backoff;

	private final InstantSource clock;

	private final Announcer announcer;

	private final AttemptListener listener;

	private final RenewalPolicy policy;

	private final ExpiryWatch expiry;

	/**
	 * Whether what is being obtained replaces another certificate.
	 */
	private boolean renewing;

	CertificateKeeper(CertificateSpec spec, List<IssuerChoice> issuers, Store store, LiveCertificates live,
			OfferedAnswers answers, RenewalPolicy policy, Preflight preflight,
			Function<Domains, ServerCertificate> placeholders, RandomGenerator random, InstantSource clock,
			Announcer announcer, AttemptListener listener) {
		this.spec = spec;
		this.sources = new Sources(issuers.stream()
			.map((choice) -> new Source(spec, choice, store, preflight, clock, announcer))
			.toList());
		this.store = store;
		this.answers = answers;
		this.holding = new Holding(spec, live, policy, clock);
		this.preflight = preflight;
		this.placeholders = placeholders;
		this.upkeep = new Upkeep(spec, this.sources, this.holding, store, answers, this::placeholder,
				new RenewalAdvice(spec, clock, random, announcer));
		this.backoff = new Backoff(random);
		this.setbacks = new Setbacks(spec, this.sources, this.holding, this.pursuit, this.backoff, clock, announcer);
		this.clock = clock;
		this.announcer = announcer;
		this.listener = listener;
		this.policy = policy;
		this.expiry = new ExpiryWatch(spec, policy, announcer);
	}

	/**
	 * Serve what is stored, and offer the answers of an issuance that was begun, since
	 * its CA may be about to ask. Nothing is written and no CA is asked.
	 * @return whether nothing lacks: there was a certificate to serve, or none is to be
	 * served any more
	 * @throws StoreException if the store cannot be read
	 */
	synchronized boolean load() {
		if (hasRetired()) {
			return true;
		}
		this.answers.offer(storedAnswers());
		this.sources.refresh();
		this.holding.adopt(this.sources);
		Held found = this.holding.held();
		this.pursuit.recall(this.sources.lastFailure());
		if (found == null) {
			return false;
		}
		Instant now = this.clock.instant();
		this.announcer.loaded(this.spec, found.certificate(), this.holding.renewal(now), now);
		this.expiry.loaded(found.certificate(), now);
		return true;
	}

	/**
	 * Do what is to be done now.
	 * @return when to call again
	 */
	synchronized Instant tend() {
		if (hasRetired()) {
			// The end may have come just before.
			release();
			return Instant.MAX;
		}
		this.expiry.look(this.holding.held(), this.pursuit.failure(), this.clock.instant());
		try {
			Attempt begun = this.pursuit.attempt();
			Lease leased = this.pursuit.lease();
			return (begun != null && leased != null) ? goOn(begun, leased) : consider();
		}
		catch (IssuanceException ex) {
			return this.setbacks.after(ex);
		}
		catch (StoreException ex) {
			return this.setbacks.after(
					new IssuanceException(String.valueOf(ex.getMessage()), FailureKind.STORE, false, null, null, ex));
		}
		catch (RuntimeException | LinkageError ex) {
			return this.setbacks.after(new IssuanceException("a fault of this library, " + ex, FailureKind.INTERNAL,
					false, null, null, ex));
		}
	}

	/**
	 * Let go of the lease, so that another process can go on with what was begun.
	 */
	synchronized void release() {
		this.pursuit.release();
	}

	/**
	 * Serve nothing any more, whatever a step that is under way may still obtain: that is
	 * stored. Does not wait for it.
	 */
	void retire() {
		this.holding.retire();
	}

	boolean hasRetired() {
		return this.holding.hasRetired();
	}

	/**
	 * After it has retired, let go of everything once the step that is under way is done.
	 * What was begun is stored, so that somebody can go on with it.
	 * @throws StoreException if the store cannot be read
	 */
	synchronized void end() {
		try {
			// Whoever goes on with it takes the lease first and offers them again.
			this.answers.withdraw(storedAnswers());
		}
		finally {
			release();
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
		LiveCertificate current = this.holding.served();
		Held known = this.holding.held();
		Failure failed = this.pursuit.failure();
		Attempt begun = this.pursuit.attempt();
		Renewal renewal = this.holding.renewal(now);
		Instant next = this.sources.nextTry(now, this.holding.isEmergency(now));
		if (failed != null && next.isAfter(now)) {
			renewal = new Renewal(next, Cause.WAIT, "attempt " + failed.count() + " in a row failed"
					+ (this.holding.isRunningOut(now) ? "; hardly any time is left, so pauses are short" : ""));
		}
		else if (begun != null) {
			renewal = new Renewal(now, Cause.NEED, "it is being obtained");
		}
		CertificateIssuer issuer = ((known != null) ? known.source() : this.sources.first()).issuer();
		boolean expiring = known != null && this.policy.isExpiring(known.certificate(), now);
		return new CertificateStatus(this.spec, issuer.description(),
				CertificateState.of(current, failed, begun != null, expiring, now), current, renewal.due(),
				renewal.cause(), renewal.reason(), (begun != null) ? begun.state().step() : null, failed,
				(known != null) ? known.notes() : null);
	}

	/**
	 * Return the last attempts, with all issuers.
	 * @return the attempts, the last one first
	 * @throws StoreException if the store cannot be read
	 */
	public List<AttemptRecord> attempts() {
		return this.sources.attempts();
	}

	/**
	 * Return who may issue it.
	 * @return the issuers, in the order in which they are asked
	 */
	public List<CertificateIssuer> issuers() {
		return this.sources.issuers();
	}

	/**
	 * Look whether an order could succeed with the first issuer, for somebody who wants
	 * to know.
	 * @return what was found
	 */
	public List<Finding> check() {
		Source first = this.sources.first();
		return this.preflight.check(first.spec(), first.issuer(), Occasion.ON_DEMAND);
	}

	/**
	 * Return the answers of the issuance that is stored, whoever began it.
	 * @throws StoreException if the store cannot be read
	 */
	List<ChallengeAnswer> storedAnswers() {
		return this.sources.answers();
	}

	boolean isImmediate() {
		return this.sources.first().issuer().isImmediate();
	}

	void placehold() {
		this.holding.placehold(placeholder());
	}

	private ServerCertificate placeholder() {
		return this.placeholders.apply(this.spec.domains());
	}

	/**
	 * Return how long it would have to be waited with a certificate that somebody asks
	 * for now, and why.
	 * @return the reason with its {@link IssuanceException#getRetryAfter() moment}, or
	 * {@code null} if there is nothing to wait for
	 * @throws StoreException if the store cannot be read
	 */
	synchronized @Nullable IssuanceException mustWait() {
		Instant now = this.clock.instant();
		this.sources.refresh();
		return this.sources.mustWait(this.holding.held(), now, this.holding.isEmergency(now));
	}

	/**
	 * Replace the certificate, or go on seeking the first one, as soon as the CA allows
	 * it.
	 * @param reason why, for people
	 * @throws StoreException if that cannot be noted down
	 */
	synchronized void replace(String reason) {
		this.holding.adopt(this.sources);
		this.sources.forEach(Source::hurry);
		Held current = this.holding.held();
		if (current != null) {
			RenewalNotes notes = current.notes().replacing(reason);
			current.source().save(notes, this.store);
			this.holding.update(current.with(notes));
		}
	}

	/**
	 * Revoke the certificate that is served and replace it. A key that somebody else may
	 * have is never used again, so a placeholder is served until there is another.
	 * @param reason why
	 * @return what was revoked, or {@code null} if nothing is served that could be
	 * @throws IssuanceException if the CA does not revoke it
	 * @throws StoreException if it cannot be noted down
	 */
	synchronized @Nullable ServerCertificate revoke(RevocationReason reason) throws IssuanceException {
		this.holding.adopt(this.sources);
		Held current = this.holding.held();
		if (current == null) {
			return null;
		}
		ServerCertificate revoked = current.certificate();
		// What is done cannot be undone, so it must be possible to note it down.
		this.store.verify();
		current.source().issuer().revoke(revoked, reason);
		this.announcer.revoked(this.spec, revoked, reason);
		if (reason == RevocationReason.KEY_COMPROMISE) {
			try {
				new CompromisedKeys(this.store).add(revoked.leaf().getPublicKey(), this.clock.instant());
			}
			finally {
				this.holding.forget(current, placeholder());
			}
			// What is stored beside it, with another key, is better than nothing.
			this.holding.adopt(this.sources);
		}
		else {
			replace("it was revoked");
		}
		return revoked;
	}

	private Instant consider() throws IssuanceException {
		Instant now = this.clock.instant();
		this.upkeep.glance(now);
		Instant asking = this.upkeep.advise(now);
		Instant due = this.holding.renewal(now).due();
		if (due.isAfter(now)) {
			// Whatever failed is over, perhaps through another process.
			this.pursuit.recall(null);
			return due.isBefore(asking) ? due : asking;
		}
		this.sources.look(now);
		Instant next = this.sources.nextTry(now, this.holding.isEmergency(now));
		if (next.isAfter(now)) {
			return next;
		}
		Lease leased = this.store.tryLease(StoreKeys.lease(this.spec), LEASE);
		if (leased == null) {
			this.holding.adopt(this.sources);
			return now.plus(BUSY);
		}
		this.pursuit.hold(leased);
		// Only now is it sure that nobody else obtained it, or failed to, in between.
		this.holding.adopt(this.sources);
		this.sources.refresh();
		this.pursuit.recall(this.sources.lastFailure());
		if (this.holding.renewal(now).due().isAfter(now)) {
			this.pursuit.recall(null);
			this.pursuit.release();
			return this.holding.renewal(now).due();
		}
		Source source = hasRetired() ? null : this.sources.turn(now, this.holding.isEmergency(now));
		Instant interrupted = (source != null) ? source.interrupted(this.backoff) : null;
		if (source == null || (interrupted != null && interrupted.isAfter(now))) {
			this.pursuit.release();
			return (interrupted != null) ? interrupted : this.sources.nextTry(now, this.holding.isEmergency(now));
		}
		return begin(source, leased, now);
	}

	private Instant begin(Source source, Lease leased, Instant now) throws IssuanceException {
		Held former = this.holding.held();
		this.renewing = former != null;
		CertificateIssuer asked = source.asked(this.holding.isRunningOut(now));
		Purpose purpose = (asked != source.issuer()) ? Purpose.TRIAL : this.renewing ? Purpose.RENEW : Purpose.ISSUE;
		GuardedWatch watch = GuardedWatch.begun(this.listener, this.spec, asked.description(), purpose);
		Attempt begun = this.pursuit.begin(watch, () -> Attempt.begin((issuer) -> {
			look(source);
			Map<String, String> details = (former != null && former.source() == source && issuer == source.issuer())
					? issuer.replacing(former.certificate(), former.notes().details()) : Map.of();
			return Issuance.begin(source.spec(), now, details);
		}, source, asked, leased, this.answers, this.holding::serves, this.clock));
		return step(begun, leased);
	}

	/**
	 * Look whether an order could succeed, before the first one and after something that
	 * somebody has to mend.
	 */
	private void look(Source source) throws IssuanceException {
		Failure last = source.failure();
		if (last != null && LOOKED_INTO.contains(last.kind())) {
			this.preflight.require(source.spec(), source.issuer(), Occasion.AFTER_FAILURE);
		}
		else if (source.lastAttempt() == null) {
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
			this.pursuit.release();
			return this.clock.instant().plus(BUSY);
		}
		if (!this.pursuit.step(begun)) {
			return begun.state().notBefore();
		}
		return begun.isTrial() ? finishTrial(begun) : finish(begun, leased);
	}

	private Instant finishTrial(Attempt done) {
		done.complete();
		done.source().passedTrial();
		this.announcer.passedTrial(this.spec, done.issuer().description());
		this.pursuit.succeeded();
		return this.clock.instant();
	}

	private Instant finish(Attempt done, Lease leased) throws IssuanceException {
		Instant now = this.clock.instant();
		ServerCertificate certificate = done.certificate();
		Source source = done.source();
		Held former = this.holding.held();
		// Saved before it is served: a crash in between costs nothing, the reverse could
		// lose what the CA gave.
		source.save(certificate, leased.store());
		RenewalNotes notes = notes(certificate, former, done.state(), now);
		this.holding.serve(new Held(source, certificate, notes));
		source.save(notes, leased.store());
		done.complete();
		source.succeeded(leased.store());
		this.pursuit.recall(null);
		this.pursuit.succeeded();
		this.announcer.obtained(this.spec, certificate, this.renewing, this.holding.renewal(now));
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

}
