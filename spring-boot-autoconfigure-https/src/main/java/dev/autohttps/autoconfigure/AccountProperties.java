package dev.autohttps.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;

import dev.autohttps.acme.AccountSettings;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.autoconfigure.HttpsProperties.Acme;
import dev.autohttps.autoconfigure.HttpsProperties.Ca;
import org.jspecify.annotations.Nullable;

/**
 * What a CA is told of us, as it is configured.
 */
final class AccountProperties {

	private AccountProperties() {
	}

	/**
	 * Read what a CA is told of us.
	 * @param property the property that has it all
	 * @param contacts whom the CA may write to
	 */
	static AccountSettings of(String property, Ca ca, List<String> contacts, AcmeServer server) {
		if (!ca.termsOfServiceAgreed()) {
			throw new InvalidHttpsPropertyException(property + ".terms-of-service-agreed", false,
					"The terms of service of " + server + " must be agreed to before it issues certificates.",
					"Read them (the CA links them in its directory) and set " + property
							+ ".terms-of-service-agreed=true; or set https.issuer=local to have certificates for local names without any CA.");
		}
		for (String contact : contacts) {
			if (!isAddress(contact)) {
				throw new InvalidHttpsPropertyException(property + ".contact", contact, "It is no e-mail address.",
						"Write one such as ops@shop.example, or leave it out.");
			}
		}
		return new AccountSettings(contacts, true,
				binding(property + ".external-account-binding.", ca.externalAccountBinding()));
	}

	private static boolean isAddress(String contact) {
		try {
			return contact.matches("(mailto:)?[^@\\s,?]+@[^@\\s,?]+")
					&& new URI(contact.startsWith("mailto:") ? contact : "mailto:" + contact) != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static AccountSettings.@Nullable Binding binding(String property, Acme.Binding binding) {
		String keyId = binding.keyId();
		String macKey = binding.macKey();
		if (keyId == null && macKey == null) {
			return null;
		}
		if (keyId == null || macKey == null) {
			throw new InvalidHttpsPropertyException(property + ((keyId == null) ? "key-id" : "mac-key"), null,
					"One half of the external account binding is missing.",
					"Set both " + property + "key-id and " + property + "mac-key, as the CA gave them, or neither.");
		}
		if (!isMacKey(macKey)) {
			throw new InvalidHttpsPropertyException(property + "mac-key", null,
					"It is not a key of at least 256 bits in base64url.", "Copy it again, as the CA gave it.");
		}
		return new AccountSettings.Binding(keyId, macKey);
	}

	private static boolean isMacKey(String macKey) {
		try {
			return Base64.getUrlDecoder().decode(macKey).length >= 32;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
