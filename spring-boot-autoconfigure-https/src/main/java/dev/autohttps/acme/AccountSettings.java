package dev.autohttps.acme;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the CA is told of us.
 *
 * @param contacts the e-mail addresses it may write to
 * @param termsOfServiceAgreed whether its terms of service were agreed to
 * @param binding the account at the CA that ours is bound to, or {@code null} for none
 */
public record AccountSettings(List<String> contacts, boolean termsOfServiceAgreed, @Nullable Binding binding) {

	public AccountSettings {
		contacts = List.copyOf(contacts);
	}

	/**
	 * Return the contacts as the CA has them.
	 */
	List<String> contactUrls() {
		return this.contacts.stream()
			.map((contact) -> contact.startsWith("mailto:") ? contact : "mailto:" + contact)
			.toList();
	}

	/**
	 * An external account binding (RFC 8555 section 7.3.4).
	 *
	 * @param keyId the key identifier that the CA gave
	 * @param macKey the MAC key that the CA gave, in base64url, a secret
	 */
	public record Binding(String keyId, String macKey) {

		@Override
		public String toString() {
			return "Binding[" + this.keyId + "]";
		}

	}

}
