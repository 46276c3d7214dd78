package dev.autohttps.certificate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a CA says about the renewal of one certificate (ACME Renewal Information, RFC
 * 9773).
 *
 * @param start the start of the suggested window
 * @param end the end of the suggested window
 * @param explanation the URL of a page that explains it, or {@code null} if there is none
 * @param askAgain the moment before which the CA does not want to be asked again
 */
public record RenewalInfo(Instant start, Instant end, @Nullable String explanation, Instant askAgain) {

	/**
	 * Return whether it suggests the same window as another.
	 * @param other what the CA said before, or {@code null} if it said nothing
	 * @return whether a moment that was chosen in that window stays
	 */
	public boolean isSameWindow(@Nullable RenewalInfo other) {
		return other != null && this.start.equals(other.start) && this.end.equals(other.end);
	}

}
