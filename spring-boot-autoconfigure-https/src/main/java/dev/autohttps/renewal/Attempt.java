package dev.autohttps.renewal;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.ChallengeAnswer;
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

	private volatile Issuance state;

	private Issuance saved;

	private Attempt(CertificateIssuer issuer, IssuanceRepository issuances, OfferedAnswers answers, Issuance state) {
		this.issuer = issuer;
		this.issuances = issuances;
		this.answers = answers;
		this.state = state;
		this.saved = state;
	}

	/**
	 * Go on with the issuance that is stored, or begin one. The store is tried first, so
	 * that what the CA gives can be kept.
	 * @param fresh the issuance to begin with if there is none
	 * @param issuer who issues the certificate
	 * @param lease whose store is tried
	 * @param issuances the issuances in that store
	 * @param answers where answers are offered
	 * @param finished whether a stored issuance is only left over
	 * @throws StoreException if the store cannot be relied on
	 */
	static Attempt begin(Issuance fresh, CertificateIssuer issuer, Lease lease, IssuanceRepository issuances,
			OfferedAnswers answers, Predicate<Issuance> finished) {
		lease.store().verify();
		Issuance begun = issuances.find(issuer.id(), fresh.spec());
		if (begun != null && finished.test(begun)) {
			// The process ended before it could tidy up.
			answers.withdraw(begun.answers());
			begun = null;
		}
		if (begun == null) {
			begun = fresh;
			issuances.save(issuer.id(), begun);
		}
		answers.offer(begun.answers());
		return new Attempt(issuer, issuances, answers, begun);
	}

	/**
	 * Return how far it has come.
	 */
	Issuance state() {
		return this.state;
	}

	/**
	 * Take the next step.
	 * @return whether the certificate is there
	 * @throws IssuanceException if the step fails
	 * @throws StoreException if it cannot be saved; what the CA did is known to this
	 * attempt alone then, and saved before anything else is done
	 */
	boolean step() throws IssuanceException {
		save();
		if (this.state.step() != Step.ISSUED) {
			this.state = this.issuer.advance(this.state);
			save();
		}
		return this.state.step() == Step.ISSUED;
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
	}

	/**
	 * Give up an order that can never be finished, but keep a certificate that the CA
	 * gave, for people to look at: it cannot be used, and may be all there is.
	 */
	void abandon() {
		this.answers.withdraw(this.state.answers());
		if (this.state.chain().isEmpty()) {
			this.issuances.delete(this.issuer.id(), this.state.spec());
		}
		else {
			this.issuances.setAside(this.issuer.id(), this.state.spec(), "the certificate in it cannot be used");
		}
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

}
