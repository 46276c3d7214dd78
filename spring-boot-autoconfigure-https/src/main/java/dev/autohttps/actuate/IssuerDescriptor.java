package dev.autohttps.actuate;

import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Who issues certificates.
 *
 * @param name a directory URL, or {@code local CA}
 * @param standing what its certificates are worth to a client
 * @param account the account there, or {@code null} if there is none, or none yet
 */
public record IssuerDescriptor(String name, Standing standing, @Nullable AccountDescriptor account) {

	static IssuerDescriptor of(CertificateIssuer issuer, @Nullable AccountStatus account) {
		return new IssuerDescriptor(issuer.description(), issuer.standing(),
				(account != null) ? AccountDescriptor.of(account) : null);
	}

	/**
	 * An account.
	 *
	 * @param url the account's URL
	 * @param status the status that the CA last told: {@code valid}, {@code deactivated}
	 * or {@code revoked}
	 * @param contacts the contacts that the CA was told, as URLs
	 * @param registeredAt when the account was made, or {@code null} if that is not known
	 * @param terms the URL of the terms of service that were agreed to, or {@code null}
	 * if they are not known
	 */
	public record AccountDescriptor(String url, String status, List<String> contacts, @Nullable Instant registeredAt,
			@Nullable String terms) {

		static AccountDescriptor of(AccountStatus account) {
			return new AccountDescriptor(account.url().toString(), account.status(), account.contacts(),
					account.registeredAt(), account.terms());
		}

	}

}
