package dev.autohttps.certificate;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a certificate beside itself: how it was obtained, and what is
 * known about its renewal.
 *
 * @param alias the certificate, as {@link ServerCertificate#alias()} returns it
 * @param obtainedAt when it was obtained, by our own clock
 * @param hurried whether its predecessor was replaced early in its life, so that this one
 * must not be
 * @param details what its issuance remembered at the end
 * @param info what the CA said about its renewal, or {@code null} if nothing is known
 * @param chosen the moment that was chosen in the window that the CA suggests, or
 * {@code null} without one
 * @param askAgain the moment before which the CA is not asked about its renewal
 * @param replace why it must be replaced at once, for people, or {@code null} if it need
 * not be
 */
public record RenewalNotes(String alias, Instant obtainedAt, boolean hurried, Map<String, String> details,
		@Nullable RenewalInfo info, @Nullable Instant chosen, Instant askAgain, @Nullable String replace) {

	public RenewalNotes {
		details = Map.copyOf(details);
	}

	/**
	 * Return what can be told of a certificate of which nothing is remembered.
	 * @param certificate the certificate
	 * @return notes by what it says itself
	 */
	public static RenewalNotes of(ServerCertificate certificate) {
		return new RenewalNotes(certificate.alias(), certificate.notBefore(), false, Map.of(), null, null, Instant.MIN,
				null);
	}

	/**
	 * Return the notes of a certificate that is just obtained.
	 * @param certificate the certificate
	 * @param now the present moment
	 * @param hurried whether its predecessor was replaced early in its life
	 * @param details what its issuance remembered
	 * @return the notes
	 */
	public static RenewalNotes obtained(ServerCertificate certificate, Instant now, boolean hurried,
			Map<String, String> details) {
		return new RenewalNotes(certificate.alias(), now, hurried, details, null, null, Instant.MIN, null);
	}

	/**
	 * Return these notes with what the CA says.
	 * @param info what it says
	 * @param chosen the moment that was chosen in its window
	 * @return the changed notes
	 */
	public RenewalNotes advised(RenewalInfo info, Instant chosen) {
		return new RenewalNotes(this.alias, this.obtainedAt, this.hurried, this.details, info, chosen, info.askAgain(),
				this.replace);
	}

	/**
	 * Return these notes with another moment to ask the CA.
	 * @param askAgain the moment before which it is not asked
	 * @return the changed notes
	 */
	public RenewalNotes askingAt(Instant askAgain) {
		return new RenewalNotes(this.alias, this.obtainedAt, this.hurried, this.details, this.info, this.chosen,
				askAgain, this.replace);
	}

	/**
	 * Return these notes of a certificate that must be replaced at once.
	 * @param reason why, for people
	 * @return the changed notes
	 */
	public RenewalNotes replacing(String reason) {
		return new RenewalNotes(this.alias, this.obtainedAt, this.hurried, this.details, this.info, this.chosen,
				this.askAgain, reason);
	}

}
