package dev.autohttps.certificate;

/**
 * One thing that a {@link Preflight} looked at.
 *
 * @param severity how bad it is
 * @param check the id of what was looked at, such as {@code dns}
 * @param subject the name it was looked at for, or who else it is about
 * @param seen what was seen
 * @param expected what should have been seen, empty if that was
 * @param remedy what to do about it, empty if there is nothing to do
 */
public record Finding(Severity severity, String check, String subject, String seen, String expected, String remedy) {

	/**
	 * The check that looks at the store.
	 */
	public static final String STORE = "store";

	/**
	 * Return a finding that all is well.
	 * @param check the id of what was looked at
	 * @param subject who it is about
	 * @param seen what was seen
	 * @return the finding
	 */
	public static Finding ok(String check, String subject, String seen) {
		return new Finding(Severity.OK, check, subject, seen, "", "");
	}

	/**
	 * Return whether it makes an order fail for certain.
	 * @return whether it does
	 */
	public boolean isFatal() {
		return this.severity == Severity.FATAL;
	}

	/**
	 * Return this finding with another severity.
	 * @param severity the severity
	 * @return the changed finding
	 */
	public Finding as(Severity severity) {
		return new Finding(severity, this.check, this.subject, this.seen, this.expected, this.remedy);
	}

	/**
	 * Return it as a sentence, for the message of a failure.
	 * @return subject, check, what was seen and what to do
	 */
	public String sentence() {
		String what = this.subject + ": " + this.check + ": " + this.seen;
		return this.remedy.isEmpty() ? what : what + ". To do: " + this.remedy;
	}

}
