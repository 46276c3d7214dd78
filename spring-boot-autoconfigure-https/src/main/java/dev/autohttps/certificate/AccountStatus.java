package dev.autohttps.certificate;

import java.net.URL;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the account at an issuer, without asking it and without a secret.
 *
 * @param url the account's URL
 * @param contacts the contacts that the CA was told, as URLs; empty if there are none or
 * if they are not known
 * @param registeredAt when the account was made, or {@code null} if that is not known
 * @param terms the URL of the terms of service that were agreed to when it was made, or
 * {@code null} if they are not known
 */
public record AccountStatus(URL url, List<String> contacts, @Nullable Instant registeredAt, @Nullable String terms) {

	public AccountStatus {
		contacts = List.copyOf(contacts);
	}

}
