package dev.autohttps.acme.dns;

/**
 * Thrown when a setting of what changes the DNS cannot be used.
 */
public final class InvalidSettingException extends IllegalArgumentException {

	private final String setting;

	/**
	 * Create a new exception.
	 * @param setting the setting, such as {@code key.secret}
	 * @param reason what is wrong with it, to follow the word "It"; it never tells a
	 * secret
	 */
	public InvalidSettingException(String setting, String reason) {
		super(reason);
		this.setting = setting;
	}

	/**
	 * Return the setting.
	 * @return the setting, such as {@code key.secret}
	 */
	public String setting() {
		return this.setting;
	}

}
