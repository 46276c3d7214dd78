package dev.autohttps.actuate;

import java.time.Instant;
import java.util.Locale;

import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.renewal.CertificateStatus;
import org.jspecify.annotations.Nullable;

/**
 * When the next certificate is sought.
 *
 * @param nextAttempt the moment, or the present one while that is going on
 * @param cause what decides it: {@code need} (there is none yet, or it must be replaced
 * at once), {@code advice} (what the CA suggests), {@code lifetime} (the share that is
 * left of it) or {@code wait} (the last attempt failed)
 * @param reason why it is that moment, for people
 * @param step how far the attempt that is going on has come, or {@code null} if there is
 * none
 * @param window what the CA suggests (RFC 9773), or {@code null} if nothing is known
 */
public record RenewalDescriptor(Instant nextAttempt, String cause, String reason, Issuance.@Nullable Step step,
		@Nullable WindowDescriptor window) {

	static RenewalDescriptor of(CertificateStatus status) {
		return new RenewalDescriptor(status.nextAttempt(), status.cause().name().toLowerCase(Locale.ROOT),
				status.reason(), status.step(), WindowDescriptor.of(status.notes()));
	}

	/**
	 * What the CA suggests.
	 *
	 * @param start the start of the window
	 * @param end the end of the window
	 * @param chosen the moment in it that was chosen
	 * @param explanation the URL of a page that explains it, or {@code null} if there is
	 * none
	 * @param askAgain the moment before which the CA is not asked again
	 */
	public record WindowDescriptor(Instant start, Instant end, @Nullable Instant chosen, @Nullable String explanation,
			Instant askAgain) {

		static @Nullable WindowDescriptor of(@Nullable RenewalNotes notes) {
			RenewalInfo info = (notes != null) ? notes.info() : null;
			return (notes != null && info != null) ? new WindowDescriptor(info.start(), info.end(), notes.chosen(),
					info.explanation(), notes.askAgain()) : null;
		}

	}

}
