package dev.autohttps.renewal;

import java.net.URL;
import java.util.List;

/**
 * Published after an account was made at a CA, not when one was found again.
 *
 * @param issuer the CA, for people
 * @param url the account's URL
 * @param contacts the contacts that the CA was told, as URLs
 */
public record AccountRegistered(String issuer, URL url, List<String> contacts) {

	public AccountRegistered {
		contacts = List.copyOf(contacts);
	}

}
