package dev.autohttps.acme.dns.rfc2136;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.autohttps.acme.dns.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * A name server that takes RFC 2136 updates, and how it is asked for them.
 *
 * @param server the primary server of the zone, HOST or HOST:PORT, an IPv6 address in
 * brackets
 * @param zone the zone to change, or {@code null} to ask the server which it is
 * @param key the key that signs the updates, or {@code null} to send them unsigned
 * @param ttl how long resolvers may keep what is published
 * @param timeout how long to wait for an answer
 */
public record Rfc2136Settings(String server, @Nullable String zone, @Nullable Key key, Duration ttl, Duration timeout) {

	private static final int DEFAULT_PORT = 53;

	private static final int HIGHEST_PORT = 65535;

	private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+(%\\w+)?]|[^\\s:/\\[\\]]+)(:(\\d{1,5}))?");

	private static final Pattern NAME = Pattern
		.compile("(?=.{1,254}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

	/**
	 * Create new settings.
	 * @throws InvalidSettingException if one of them cannot be used
	 */
	public Rfc2136Settings {
		require(SERVER.matcher(server).matches() && port(server) > 0 && port(server) <= HIGHEST_PORT, "server",
				"is not HOST or HOST:PORT, with an IPv6 address in brackets");
		require(zone == null || NAME.matcher(zone).matches(), "zone", "is not the name of a zone");
		require(!ttl.isNegative() && ttl.toSeconds() <= Integer.MAX_VALUE, "ttl", "is not between 0 s and 68 years");
		require(timeout.toMillis() > 0, "timeout", "is not longer than nothing");
	}

	private static void require(boolean condition, String setting, String otherwise) {
		if (!condition) {
			throw new InvalidSettingException(setting, otherwise);
		}
	}

	String host() {
		return match(this.server).group(1);
	}

	int port() {
		return port(this.server);
	}

	private static int port(String server) {
		String port = match(server).group(4);
		return (port != null) ? Integer.parseInt(port) : DEFAULT_PORT;
	}

	private static Matcher match(String server) {
		Matcher matcher = SERVER.matcher(server);
		if (!matcher.matches()) {
			throw new IllegalStateException(server);
		}
		return matcher;
	}

	/**
	 * A key that signs the updates (TSIG, RFC 8945).
	 *
	 * @param name the name by which the server knows it
	 * @param algorithm the algorithm, such as {@code hmac-sha256}
	 * @param secret the secret in base64
	 */
	public record Key(String name, String algorithm, String secret) {

		private static final List<String> ALGORITHMS = List.of("hmac-sha256", "hmac-sha384", "hmac-sha512",
				"hmac-sha224", "hmac-sha1");

		/**
		 * Create a new key.
		 * @throws InvalidSettingException if a part of it cannot be used
		 */
		public Key {
			algorithm = algorithm.toLowerCase(Locale.ROOT);
			require(NAME.matcher(name).matches(), "key.name", "is not the name of a key");
			require(ALGORITHMS.contains(algorithm), "key.algorithm", "is none of " + String.join(", ", ALGORITHMS));
			require(isBase64(secret), "key.secret", "is not base64");
		}

		private static boolean isBase64(String secret) {
			try {
				return Base64.getDecoder().decode(secret).length > 0;
			}
			catch (IllegalArgumentException ex) {
				return false;
			}
		}

		@Override
		public String toString() {
			return "Key[name=" + this.name + ", algorithm=" + this.algorithm + "]";
		}

	}

}
