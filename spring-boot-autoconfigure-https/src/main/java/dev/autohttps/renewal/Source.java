package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.autohttps.certificate.Allowance;
import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.AttemptRepository;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.FailureRepository;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.RenewalNotesRepository;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * One of the issuers that a certificate may come from, with all that is stored of the
 * two.
 */
final class Source {

	private static final int HARMLESS_INTERRUPTIONS = 2;

	private static final Set<FailureKind> HURRIED = EnumSet.of(FailureKind.ACTION_REQUIRED, FailureKind.PREVENTED,
			FailureKind.DNS, FailureKind.TERMS, FailureKind.INTERNAL);

	private static final int MOST_CHANGES = 6;

	private static final int SHARE_OF_REST = 10;

	private static final Duration LONGEST_REST = Duration.ofHours(1);

	private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(5);

	private final CertificateSpec spec;

	private final CertificateIssuer issuer;

	private final @Nullable CertificateIssuer trial;

	private final Store store;

	private final Preflight preflight;

	private final InstantSource clock;

	private final Announcer announcer;

	private volatile @Nullable Failure failure;

	/**
	 * Whether the failure could not be stored, so that this process alone knows of it.
	 */
	private volatile boolean unnoted;

	private volatile @Nullable Known known;

	/**
	 * What could not be stored, so that this process alone knows of it.
	 */
	private volatile @Nullable RenewalNotes unsaved;

	private volatile @Nullable Failure mended;

	private Instant lookedAt = Instant.EPOCH;

	private boolean trialPassed;

	private boolean trialBroken;

	Source(CertificateSpec spec, IssuerChoice choice, Store store, Preflight preflight, InstantSource clock,
			Announcer announcer) {
		this.spec = (choice.spec() != null) ? choice.spec() : spec;
		this.issuer = choice.issuer();
		this.trial = choice.trial();
		this.store = store;
		this.preflight = preflight;
		this.clock = clock;
		this.announcer = announcer;
	}

	CertificateSpec spec() {
		return this.spec;
	}

	CertificateIssuer issuer() {
		return this.issuer;
	}

	/**
	 * Return the newest certificate that is stored, if the issuer still stands by it.
	 */
	@Nullable ServerCertificate stored() {
		CertificateRepository certificates = certificates(this.store);
		String version = certificates.version(this.issuer.id(), this.spec);
		Known last = this.known;
		if (version == null || last == null || !version.equals(last.version())) {
			// First the version: what is stored in between is looked at the next time.
			last = new Known(version, certificates.find(this.issuer.id(), this.spec));
			this.known = last;
		}
		ServerCertificate stored = last.certificate();
		return (stored != null && this.issuer.accepts(stored)) ? stored : null;
	}

	/**
	 * Look at all that is stored as if for the first time.
	 */
	void forget() {
		this.known = null;
	}

	void save(ServerCertificate certificate, Store store) {
		this.known = new Known(certificates(store).save(this.issuer.id(), this.spec, certificate), certificate);
	}

	/**
	 * Notes that were made before the clock was set back say nothing about rest.
	 */
	RenewalNotes notes(ServerCertificate certificate) {
		RenewalNotes notes = new RenewalNotesRepository(this.store).find(this.issuer.id(), this.spec, certificate);
		RenewalNotes own = this.unsaved;
		if (own != null && own.alias().equals(notes.alias()) && own.askAgain().isAfter(notes.askAgain())) {
			// Else the CA would be asked again at each look while the disk is full.
			notes = new RenewalNotes(notes.alias(), notes.obtainedAt(), notes.hurried(), notes.details(), own.info(),
					own.chosen(), own.askAgain(), notes.replace());
		}
		return notes.obtainedAt().isAfter(this.clock.instant())
				? RenewalNotes.obtained(certificate, certificate.notBefore(), notes.hurried(), notes.details()) : notes;
	}

	void save(RenewalNotes notes, Store store) {
		this.unsaved = notes;
		new RenewalNotesRepository(store).save(this.issuer.id(), this.spec, notes);
		this.unsaved = null;
	}

	/**
	 * Look again at what failed, perhaps in another process.
	 */
	void refresh() {
		Instant now = this.clock.instant();
		Failure stored = new FailureRepository(this.store).find(this.issuer.id(), this.spec);
		Failure own = this.failure;
		if (own != null && this.unnoted && (stored == null || stored.at().isBefore(own.at()))) {
			// Else a full disk would be tried every other second.
			return;
		}
		if (stored == null || !stored.at().isAfter(now) || this.failure == null) {
			this.failure = (stored != null) ? stored.asSeenAt(now) : null;
		}
	}

	@Nullable Failure failure() {
		return this.failure;
	}

	void succeeded(Store store) {
		new FailureRepository(store).delete(this.issuer.id(), this.spec);
		this.failure = null;
		this.trialPassed = false;
	}

	/**
	 * Note down a failure.
	 * @param held the store of the lease, or {@code null} if there is none, so that it is
	 * known to this process alone
	 */
	void failed(Failure failed, @Nullable Store held) {
		this.failure = failed;
		this.unnoted = true;
		this.trialPassed &= failed.kind() != FailureKind.ACTION_REQUIRED;
		if (held == null) {
			return;
		}
		try {
			new FailureRepository(held).save(this.issuer.id(), this.spec, failed);
			this.unnoted = false;
		}
		catch (StoreException ex) {
			if (failed.kind() != FailureKind.STORE) {
				this.announcer.warn("The failure of certificate '" + this.spec.id().name()
						+ "' could not be noted down: " + ex.getMessage());
			}
		}
	}

	/**
	 * Return the failure that must be waited after.
	 */
	@Nullable Failure waiting(Instant now) {
		Failure known = this.failure;
		if (known == null || known.equals(this.mended) || !isOfThisConfiguration(known)) {
			return null;
		}
		Failure seen = known.asSeenAt(now);
		if (seen != known) {
			this.failure = seen;
		}
		return seen.retryAt().isAfter(now) ? seen : null;
	}

	/**
	 * Return whether a failure happened under the configuration of today.
	 */
	boolean isOfThisConfiguration(Failure failed) {
		return failed.configuration().split("\n", 2)[0].equals(configuration());
	}

	/**
	 * Say under which circumstances an attempt failed now.
	 */
	String circumstances(FailureKind kind) {
		String surroundings = (kind == FailureKind.ACTION_REQUIRED) ? this.preflight.surroundings(this.spec) : null;
		return (surroundings != null) ? configuration() + "\n" + surroundings : configuration();
	}

	/**
	 * Look now and then whether somebody has mended what an attempt failed for, where
	 * that can be seen in the DNS. Names whose addresses change all the time must not
	 * lead to attempts without end.
	 */
	void look(Instant now) {
		Failure known = this.failure;
		if (known == null || known.equals(this.mended) || known.count() > MOST_CHANGES
				|| now.isBefore(this.lookedAt.plus(BETWEEN_LOOKS))
				|| !known.retryAt().isAfter(now.plus(BETWEEN_LOOKS))) {
			return;
		}
		String[] then = known.configuration().split("\n", 2);
		if (then.length == 2) {
			this.lookedAt = now;
			String today = this.preflight.surroundings(this.spec);
			if (today != null && !today.equals(then[1])) {
				this.mended = known;
				this.announcer.mended(this.spec, then[1], today);
			}
		}
	}

	/**
	 * Wait no more after a failure that somebody says is mended, unless the CA or its
	 * trouble wants us to.
	 */
	void hurry() {
		Failure known = this.failure;
		if (known != null && HURRIED.contains(known.kind())) {
			this.mended = known;
		}
	}

	/**
	 * Return why its issuer cannot be asked at once even if somebody wants it, or
	 * {@code null} if it can: it wanted to be left alone, or would refuse.
	 */
	@Nullable IssuanceException mustWait(@Nullable Held held, Instant now) {
		Failure waiting = waiting(now);
		if (waiting != null && !HURRIED.contains(waiting.kind())) {
			return new IssuanceException(waiting.message(), waiting.kind(), false, waiting.retryAt(), waiting.problem(),
					null);
		}
		boolean replaces = held != null && held.source() == this
				&& !this.issuer.replacing(held.certificate(), held.notes().details()).isEmpty();
		for (Allowance allowance : this.issuer.allowances(this.spec)) {
			boolean spared = replaces && allowance.sparesReplacements();
			if (spared && held != null && rested(held).isAfter(now)) {
				return new IssuanceException(
						"the one that is served was obtained a short while ago, and the CA does not limit replacements",
						FailureKind.RATE_LIMITED, false, rested(held), null, null);
			}
			Instant free = allowance.freeAt();
			if (free != null && free.isAfter(now) && !spared) {
				RateLimit limit = allowance.limit();
				return new IssuanceException(
						this.issuer.description() + " allows " + limit.count() + " " + limit.kind().words(limit.count())
								+ " in " + limit.period() + ", which are used up for " + allowance.subject(),
						FailureKind.RATE_LIMITED, false, free, null, null);
			}
		}
		return null;
	}

	/**
	 * Where the CA counts nothing, somebody who asks again and again must be stopped
	 * here.
	 */
	private static Instant rested(Held held) {
		Duration share = held.certificate().lifetime().dividedBy(SHARE_OF_REST);
		return held.notes().obtainedAt().plus((share.compareTo(LONGEST_REST) < 0) ? share : LONGEST_REST);
	}

	static Instant moment(IssuanceException wait) {
		return (wait.getRetryAfter() != null) ? wait.getRetryAfter() : Instant.MAX;
	}

	/**
	 * Return until when a process that is killed again and again must leave the CA alone.
	 */
	@Nullable Instant interrupted(Backoff backoff) {
		AttemptRecord last = lastAttempt();
		if (last == null || last.outcome() != Outcome.UNDER_WAY || last.interruptions() < HARMLESS_INTERRUPTIONS) {
			return null;
		}
		if (last.takenUpAt().isAfter(this.clock.instant())) {
			// By a clock that was set back since.
			return null;
		}
		int count = last.interruptions() - HARMLESS_INTERRUPTIONS + 1;
		return backoff.next(FailureKind.UNAVAILABLE, count, last.takenUpAt(), null);
	}

	@Nullable AttemptRecord lastAttempt() {
		return new AttemptRepository(this.store).last(this.issuer.id(), this.spec);
	}

	List<AttemptRecord> attempts() {
		return new AttemptRepository(this.store).find(this.issuer.id(), this.spec);
	}

	/**
	 * Return the answers of the issuances that are stored, whoever began them.
	 */
	List<ChallengeAnswer> answers() {
		IssuanceRepository issuances = issuances(this.store);
		List<ChallengeAnswer> answers = new ArrayList<>(issuances.answers(this.issuer.id(), this.spec));
		if (this.trial != null) {
			answers.addAll(issuances.answers(this.trial.id(), this.spec));
		}
		return answers;
	}

	/**
	 * Return whom the next attempt asks: after a failure that a trial may repeat without
	 * harm, the server for trials first, unless there is no time for that.
	 */
	CertificateIssuer asked(boolean runningOut) {
		Failure known = this.failure;
		boolean untried = known != null && (known.kind() == FailureKind.ACTION_REQUIRED
				|| (known.kind() == FailureKind.DNS && this.trialBroken));
		boolean doubtful = known != null && untried && !this.trialPassed && !runningOut && isOfThisConfiguration(known);
		return (this.trial != null && doubtful) ? this.trial : this.issuer;
	}

	/**
	 * A trial failed, so that it has to be made again.
	 */
	void failedTrial() {
		this.trialBroken = true;
	}

	void passedTrial() {
		this.trialPassed = true;
		this.trialBroken = false;
	}

	String configuration() {
		return this.issuer.configuration() + "|" + this.spec.profile() + "|" + this.spec.challenges();
	}

	IssuanceRepository issuances(Store store) {
		return new IssuanceRepository(store, this.clock, this.announcer::warn);
	}

	private CertificateRepository certificates(Store store) {
		return new CertificateRepository(store, this.clock, this.announcer::warn);
	}

	/**
	 * A certificate as it was read.
	 */
	private record Known(@Nullable String version, @Nullable ServerCertificate certificate) {

	}

}
