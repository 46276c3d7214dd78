package dev.autohttps.certificate;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far the way to a certificate has been gone. It holds all that is needed to go on
 * after the process was killed, so it is saved after each step, before the next is taken.
 *
 * @param spec the certificate that is wanted
 * @param key the fresh key it is for, a secret
 * @param step the last step that was done
 * @param notBefore the moment before which the next step need not be tried
 * @param details what the issuer wants to remember, such as the order's URL
 * @param answers the answers that must be on offer
 * @param chain the certificate's chain, empty before {@link Step#ISSUED}
 */
public record Issuance(CertificateSpec spec, KeyPair key, Step step, Instant notBefore, Map<String, String> details,
		List<ChallengeAnswer> answers, List<X509Certificate> chain) {

	/**
	 * The steps of an issuance, in order. An issuer may pass over those it has no need
	 * of.
	 */
	public enum Step {

		/**
		 * The key is made.
		 */
		KEY_MADE,

		/**
		 * The CA has taken the order.
		 */
		ORDER_PLACED,

		/**
		 * The answers to the challenges are known, and on offer once this was saved.
		 */
		ANSWERS_OFFERED,

		/**
		 * The CA was told to look at the answers.
		 */
		CHALLENGES_ANSWERED,

		/**
		 * The CA has the certificate signing request.
		 */
		FINALIZED,

		/**
		 * The chain is here.
		 */
		ISSUED

	}

	public Issuance {
		details = Map.copyOf(details);
		answers = List.copyOf(answers);
		chain = List.copyOf(chain);
	}

	/**
	 * Begin an issuance.
	 * @param spec the certificate that is wanted
	 * @param now the present moment
	 * @return an issuance with a fresh key
	 */
	public static Issuance begin(CertificateSpec spec, Instant now) {
		return begin(spec, now, Map.of());
	}

	/**
	 * Begin an issuance that has something to remember from the start.
	 * @param spec the certificate that is wanted
	 * @param now the present moment
	 * @param details what the issuer wants to remember
	 * @return an issuance with a fresh key
	 */
	public static Issuance begin(CertificateSpec spec, Instant now, Map<String, String> details) {
		KeyPair key = spec.id().keyType().generate();
		return new Issuance(spec, key, Step.KEY_MADE, now, details, List.of(), List.of());
	}

	/**
	 * Return this issuance after a further step.
	 * @param step the step that was done
	 * @param notBefore the moment before which the next need not be tried
	 * @return the changed issuance
	 */
	public Issuance after(Step step, Instant notBefore) {
		return new Issuance(this.spec, this.key, step, notBefore, this.details, this.answers, this.chain);
	}

	/**
	 * Return this issuance with something more to remember.
	 * @param details what the issuer wants to remember
	 * @return the changed issuance
	 */
	public Issuance with(Map<String, String> details) {
		return new Issuance(this.spec, this.key, this.step, this.notBefore, details, this.answers, this.chain);
	}

	/**
	 * Return this issuance with answers.
	 * @param answers the answers that must be on offer
	 * @return the changed issuance
	 */
	public Issuance offering(List<ChallengeAnswer> answers) {
		return new Issuance(this.spec, this.key, this.step, this.notBefore, this.details, answers, this.chain);
	}

	/**
	 * Return this issuance at its end.
	 * @param chain the certificate's chain, the server's own certificate first
	 * @return the finished issuance
	 */
	public Issuance issued(List<X509Certificate> chain) {
		return new Issuance(this.spec, this.key, Step.ISSUED, this.notBefore, this.details, this.answers, chain);
	}

	@Override
	public String toString() {
		return "Issuance[" + this.spec.id() + " for " + this.spec.domains() + ", " + this.step + "]";
	}

}
