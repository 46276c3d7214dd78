package dev.autohttps.acme.dns.acmedns;

import java.net.URI;
import java.time.Duration;

import dev.autohttps.acme.dns.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks acme-dns, and perhaps an account there.
 *
 * @param url the URL of its API
 * @param username the user name of an account that was registered before, or {@code null}
 * if one is registered for each name
 * @param password the password of that account
 * @param subdomain the subdomain of that account
 * @param timeout how long to wait for an answer
 */
public record AcmeDnsSettings(URI url, @Nullable String username, @Nullable String password, @Nullable String subdomain,
		Duration timeout) {

	private static final String TOGETHER = "belongs together with the rest of the account (username, password and "
			+ "subdomain); without any of them an account is registered for each name";

	private static final String CHARACTERS = "has characters that those of acme-dns do not have";

	/**
	 * Create new settings.
	 * @throws InvalidSettingException if one of them cannot be used
	 */
	public AcmeDnsSettings {
		require(isServer(url), "url", "is no URL of an acme-dns server, such as https://auth.example");
		if (username != null || password != null || subdomain != null) {
			require(username != null, "username", TOGETHER);
			require(password != null, "password", TOGETHER);
			require(subdomain != null, "subdomain", TOGETHER);
			require(AcmeDnsAccount.isWord(username), "username", CHARACTERS);
			require(AcmeDnsAccount.isWord(password), "password", CHARACTERS);
			require(AcmeDnsAccount.isLabel(subdomain), "subdomain", CHARACTERS);
		}
		require(!timeout.isNegative() && !timeout.isZero(), "timeout", "leaves no time for an answer");
	}

	/**
	 * Return the account, if one is given.
	 */
	@Nullable AcmeDnsAccount account() {
		return (this.username != null && this.password != null && this.subdomain != null)
				? new AcmeDnsAccount(this.username, this.password, this.subdomain, null) : null;
	}

	/**
	 * Return a URL below that of the API.
	 */
	URI resolve(String path) {
		return URI.create(base() + path);
	}

	/**
	 * Return the URL without a slash at its end.
	 */
	String base() {
		return this.url.toString().replaceAll("/+$", "");
	}

	private static boolean isServer(URI url) {
		return url.getHost() != null
				&& ("https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme()))
				&& url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
	}

	private static void require(boolean met, String setting, String otherwise) {
		if (!met) {
			throw new InvalidSettingException(setting, otherwise);
		}
	}

	@Override
	public String toString() {
		return "AcmeDnsSettings[url=" + this.url + ", username=" + this.username + ", subdomain=" + this.subdomain
				+ ", timeout=" + this.timeout + "]";
	}

}
