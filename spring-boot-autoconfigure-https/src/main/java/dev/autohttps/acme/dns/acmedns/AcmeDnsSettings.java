package dev.autohttps.acme.dns.acmedns;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

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

	/**
	 * Create new settings.
	 * @throws IllegalArgumentException if nothing can be done with them, with half a
	 * sentence that says why, of which they are the subject
	 */
	public AcmeDnsSettings {
		require(isServer(url), "names no URL of an acme-dns server: write one such as https://auth.example");
		long given = Stream.of(username, password, subdomain).filter(Objects::nonNull).count();
		require(given == 0 || given == 3,
				"has an account in part: username, password and subdomain belong together; without any of them one is "
						+ "registered for each name");
		require(given == 0 || AcmeDnsAccount.isSound(username, password, subdomain),
				"has an account with characters in its username, password or subdomain that those of acme-dns do not "
						+ "have");
		require(!timeout.isNegative() && !timeout.isZero(), "leaves no time for an answer: the timeout is " + timeout);
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

	private static void require(boolean met, String otherwise) {
		if (!met) {
			throw new IllegalArgumentException(otherwise);
		}
	}

	@Override
	public String toString() {
		return "AcmeDnsSettings[url=" + this.url + ", username=" + this.username + ", subdomain=" + this.subdomain
				+ ", timeout=" + this.timeout + "]";
	}

}
