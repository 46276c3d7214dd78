package dev.autohttps.certificate;

import java.net.URL;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the account at an issuer, without asking it and without a secret.
 *
 * @param url the account's URL
 * @param status the status that the CA last told: {@code valid}, {@code deactivated} or
 * {@code revoked} (RFC 8555 section 7.1.2)
 * @param contacts the contacts that the CA was told, as URLs; empty if there are none or
 * if they are not known
 * @param registeredAt when the account was made, or {@code null} if that is not known
 * @param terms the URL of the terms of service that were agreed to when it was made, or
 * {@code null} if they are not known
 */
public record AccountStatus(URL url, String status, List<String> contacts, @Nullable Instant registeredAt,
		@Nullable String terms) {

	/**
	 * The status of an account that can be used.
	 */
	public static final String VALID = "valid";

	public AccountStatus {
		contacts = List.copyOf(contacts);
	}

}
