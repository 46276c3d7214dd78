package dev.autohttps.acme.dns;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a TXT value cannot be published or withdrawn.
 */
public class DnsRecordsException extends Exception {

	private final boolean passing;

	private DnsRecordsException(String message, boolean passing, @Nullable Throwable cause) {
		super(message, cause);
		this.passing = passing;
	}

	/**
	 * Return an exception for what passes by itself, such as a server that does not
	 * answer: it is tried again after ten seconds, then at growing intervals.
	 * @param message who said what, and for which name; it begins in lower case, has no
	 * full stop at the end, and never tells a secret
	 * @param cause the cause, or {@code null} if there is none
	 * @return the exception
	 */
	public static DnsRecordsException passing(String message, @Nullable Throwable cause) {
		return new DnsRecordsException(message, true, cause);
	}

	/**
	 * Return an exception for what somebody has to mend, such as a wrong key or a missing
	 * record: it is tried again after a minute, then at growing intervals.
	 * @param message who said what, for which name, and what to do; it begins in lower
	 * case, has no full stop at the end, and never tells a secret
	 * @param cause the cause, or {@code null} if there is none
	 * @return the exception
	 */
	public static DnsRecordsException lasting(String message, @Nullable Throwable cause) {
		return new DnsRecordsException(message, false, cause);
	}

	/**
	 * Return whether it passes by itself.
	 * @return whether nobody has to mend anything
	 */
	public boolean isPassing() {
		return this.passing;
	}

}
