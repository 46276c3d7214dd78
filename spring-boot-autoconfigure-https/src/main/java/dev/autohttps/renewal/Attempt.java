package dev.autohttps.renewal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.AttemptRepository;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StoreException;

/**
 * One attempt to obtain a certificate, for one who has the lease: takes the steps of an
 * issuance, each saved before the next, and offers the answers that it needs.
 */
final class Attempt {

	private final CertificateIssuer issuer;

	private final IssuanceRepository issuances;

	private final OfferedAnswers answers;

	private final Source source;

	private final AttemptRepository history;

	private final InstantSource clock;

	private AttemptRecord record;

	private volatile Issuance state;

	private Issuance saved;

	/**
	 * The step that the watch knows of.
	 */
	private Step told;

	private Attempt(CertificateIssuer issuer, Source source, Lease lease, OfferedAnswers answers, Issuance state,
			InstantSource clock) {
		this.issuer = issuer;
		this.source = source;
		this.issuances = source.issuances(lease.store());
		this.history = new AttemptRepository(lease.store());
		this.answers = answers;
		this.state = state;
		this.saved = state;
		this.told = state.step();
		this.clock = clock;
		this.record = record(state);
	}

	/**
	 * Go on with the issuance that is stored, or begin one. The store is tried first, so
	 * that what the CA gives can be kept.
	 * @param fresh makes the issuance to begin with if there is none
	 * @param source where the certificate comes from
	 * @param issuer who is asked: that of the source, or the one for its trials
	 * @param lease whose store is tried
	 * @param answers where answers are offered
	 * @param finished whether a stored issuance is only left over
	 * @param clock the time
	 * @throws StoreException if the store cannot be relied on
	 * @throws IssuanceException if there is no use in beginning one
	 */
	static Attempt begin(Beginning fresh, Source source, CertificateIssuer issuer, Lease lease, OfferedAnswers answers,
			Predicate<Issuance> finished, InstantSource clock) throws IssuanceException {
		lease.store().verify();
		IssuanceRepository issuances = source.issuances(lease.store());
		Issuance begun = issuances.find(issuer.id(), source.spec());
		if (begun != null && finished.test(begun)) {
			// The process ended before it could tidy up.
			answers.withdraw(begun.answers());
			issuer.abandon(begun);
			begun = null;
		}
		if (begun == null) {
			begun = fresh.with(issuer);
			issuances.save(issuer.id(), begun);
		}
		answers.offer(begun.answers());
		return new Attempt(issuer, source, lease, answers, begun, clock);
	}

	/**
	 * Finish what a process left that was killed when its certificate was stored already.
	 * @param source where the certificate came from
	 * @param lease keeps others from it
	 * @param answers where its answers may still be offered
	 * @param finished whether a stored issuance is only left over
	 * @param clock the time
	 * @throws StoreException if the store cannot be written
	 */
	static void tidyUp(Source source, Lease lease, OfferedAnswers answers, Predicate<Issuance> finished,
			InstantSource clock) {
		Issuance left = source.issuances(lease.store()).find(source.issuer().id(), source.spec());
		if (left != null && finished.test(left)) {
			new Attempt(source.issuer(), source, lease, answers, left, clock).complete();
		}
	}

	/**
	 * Return where the certificate comes from.
	 */
	Source source() {
		return this.source;
	}

	/**
	 * Return whether what is obtained is not to be used.
	 */
	boolean isTrial() {
		return this.issuer != this.source.issuer();
	}

	/**
	 * Return who is asked.
	 */
	CertificateIssuer issuer() {
		return this.issuer;
	}

	/**
	 * Return how far it has come.
	 */
	Issuance state() {
		return this.state;
	}

	/**
	 * Take the next step.
	 * @param watch told of it
	 * @return whether the certificate is there
	 * @throws IssuanceException if the step fails
	 * @throws StoreException if it cannot be saved; what the CA did is known to this
	 * attempt alone then, and saved before anything else is done
	 */
	boolean step(AttemptWatch watch) throws IssuanceException {
		save();
		tell(watch);
		if (this.state.step() != Step.ISSUED) {
			try (AttemptWatch.Work work = watch.working()) {
				this.state = this.issuer.advance(this.state);
				save();
			}
			tell(watch);
		}
		return this.state.step() == Step.ISSUED;
	}

	private void tell(AttemptWatch watch) {
		Step reached = this.state.step();
		if (reached != this.told) {
			this.told = reached;
			watch.reached(reached);
		}
	}

	/**
	 * Return what was obtained.
	 * @throws IssuanceException if it is not what was asked for
	 */
	ServerCertificate certificate() throws IssuanceException {
		List<String> wanted = this.state.spec().domains().names();
		try {
			ServerCertificate certificate = ServerCertificate.of(this.state.key().getPrivate(), this.state.chain());
			if (certificate.names().containsAll(wanted)) {
				return certificate;
			}
			throw new InvalidCertificateException("it is for " + String.join(", ", certificate.names())
					+ " in place of " + String.join(", ", wanted));
		}
		catch (InvalidCertificateException ex) {
			throw new IssuanceException(
					"the certificate that " + this.issuer.description() + " issued cannot be used: " + ex.getMessage(),
					FailureKind.ACTION_REQUIRED, true, null, null, ex);
		}
	}

	/**
	 * Tidy up once the certificate is kept.
	 */
	void complete() {
		this.issuances.delete(this.issuer.id(), this.state.spec());
		this.answers.withdraw(this.state.answers());
		save(this.record.obtained(this.clock.instant()));
	}

	/**
	 * Remember that it failed.
	 * @param failure what happened
	 */
	void failed(Failure failure) {
		save(this.record.failed(this.clock.instant(), this.state.step(), failure));
	}

	/**
	 * Give up an order that can never be finished, but keep a certificate that the CA
	 * gave, for people to look at: it cannot be used, and may be all there is.
	 */
	void abandon() {
		this.answers.withdraw(this.state.answers());
		this.issuer.abandon(this.state);
		if (this.state.chain().isEmpty()) {
			this.issuances.delete(this.issuer.id(), this.state.spec());
		}
		else {
			this.issuances.setAside(this.issuer.id(), this.state.spec(), "the certificate in it cannot be used");
		}
	}

	/**
	 * An attempt that never ended was interrupted by the end of its process.
	 */
	private AttemptRecord record(Issuance begun) {
		Instant now = this.clock.instant();
		AttemptRecord last = this.history.last(this.issuer.id(), begun.spec());
		AttemptRecord taken = (last != null && last.outcome() == Outcome.UNDER_WAY) ? last.takenUp(now, begun.step())
				: AttemptRecord.begin(this.issuer.description(), now);
		this.history.save(this.issuer.id(), begun.spec(), taken);
		return taken;
	}

	private void save(AttemptRecord changed) {
		this.record = changed;
		this.history.save(this.issuer.id(), this.state.spec(), changed);
	}

	private void save() {
		Issuance last = this.saved;
		Issuance current = this.state;
		if (current.step() != last.step() || !current.details().equals(last.details())
				|| !current.answers().equals(last.answers())) {
			this.issuances.save(this.issuer.id(), current);
			this.saved = current;
		}
		List<ChallengeAnswer> answers = current.answers();
		this.answers.withdraw(last.answers().stream().filter((one) -> !answers.contains(one)).toList());
		// On offer only now: whoever is asked after a crash must know them too.
		this.answers.offer(answers);
	}

	/**
	 * Makes an issuance to begin with.
	 */
	interface Beginning {

		Issuance with(CertificateIssuer issuer) throws IssuanceException;

	}

}
