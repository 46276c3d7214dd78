package dev.autohttps.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.autohttps.acme.dns.Propagation.Ask;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.StoreKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How control of names is proven through the DNS.
 *
 * @param rfc2136 Name server that takes RFC 2136 updates.
 * @param acmeDns Server that speaks acme-dns.
 * @param exec Program that changes the DNS, called in lego's convention.
 * @param servers Name servers to ask whether they have what was published, each HOST or
 * HOST:PORT, in place of those that the zone names: for a view of the DNS that the
 * resolver does not see.
 * @param providers Who changes the DNS of some zones, by any name. Above it is said who
 * does for all others.
 * @param resolvers Resolvers that find zones, name servers and aliases, each HOST or
 * HOST:PORT. By default those of this machine.
 * @param followCname Whether a value is published where '_acme-challenge' of a name is an
 * alias (CNAME) for, which is where a CA looks. If not, it is published at the name
 * itself.
 * @param propagation How it is made sure that the CA will see what was published.
 */
@ConfigurationProperties("https.acme.dns")
public record DnsProperties(@Nullable Rfc2136 rfc2136, @Nullable AcmeDns acmeDns, @Nullable Exec exec,
		@DefaultValue List<String> servers, @DefaultValue Map<String, Provider> providers,
		@DefaultValue List<String> resolvers, @DefaultValue("true") boolean followCname,
		@DefaultValue Propagation propagation) {

	/**
	 * Return a text that changes when something does that may mend a failure. Of a
	 * secret, no more than whether it changed.
	 */
	String configuration() {
		StringBuilder text = new StringBuilder(toString());
		append(text, this.rfc2136, this.acmeDns, this.exec);
		this.providers.values()
			.forEach((provider) -> append(text, provider.rfc2136(), provider.acmeDns(), provider.exec()));
		return StoreKeys.part("", text.toString());
	}

	private static void append(StringBuilder text, @Nullable Rfc2136 rfc2136, @Nullable AcmeDns acmeDns,
			@Nullable Exec exec) {
		text.append((rfc2136 != null) ? rfc2136.key().secret() : null)
			.append((acmeDns != null) ? acmeDns.password() : null)
			.append((exec != null) ? new TreeMap<>(exec.environment()) : null);
	}

	/**
	 * Whether it is said who changes the DNS of all names for which there is no provider.
	 */
	boolean isGeneral() {
		return this.rfc2136 != null || this.acmeDns != null || this.exec != null;
	}

	/**
	 * Whether a name is in a zone of a provider.
	 */
	boolean provides(String name) {
		return this.providers.values()
			.stream()
			.flatMap((provider) -> provider.zones().stream())
			.anyMatch((zone) -> ("." + name).endsWith("." + Domain.normalize(zone)));
	}

	/**
	 * Who changes the DNS of some zones.
	 *
	 * @param zones Zones of the names that are to be proven, such as shop.example: all
	 * names in or below them.
	 * @param rfc2136 Name server that takes RFC 2136 updates.
	 * @param acmeDns Server that speaks acme-dns.
	 * @param exec Program that changes the DNS, called in lego's convention.
	 * @param servers Name servers to ask whether they have what was published, each HOST
	 * or HOST:PORT, in place of those that the zone names.
	 */
	@ConfigurationPropertiesSource
	public record Provider(@DefaultValue List<String> zones, @Nullable Rfc2136 rfc2136, @Nullable AcmeDns acmeDns,
			@Nullable Exec exec, @DefaultValue List<String> servers) {

	}

	/**
	 * Name server that takes RFC 2136 updates.
	 *
	 * @param server Primary server of the zone, HOST or HOST:PORT.
	 * @param zone Zone to change. By default the server is asked which it is.
	 * @param key TSIG key (RFC 8945) that signs the updates.
	 * @param ttl How long resolvers may keep what is published. Where a name has values
	 * of several orders, the CA is told that much later.
	 * @param timeout How long to wait for an answer.
	 */
	public record Rfc2136(@Nullable String server, @Nullable String zone, @DefaultValue Key key,
			@DefaultValue("1s") Duration ttl, @DefaultValue("10s") Duration timeout) {

		/**
		 * TSIG key.
		 *
		 * @param name Name of the key, as the server's configuration has it.
		 * @param algorithm Algorithm: hmac-sha256, hmac-sha384, hmac-sha512, hmac-sha224
		 * or hmac-sha1.
		 * @param secret Key in base64. Keep it secret.
		 */
		public record Key(@Nullable String name, @DefaultValue("hmac-sha256") String algorithm,
				@Nullable String secret) {

			@Override
			public String toString() {
				return "Key[name=" + this.name + ", algorithm=" + this.algorithm + "]";
			}

		}

	}

	/**
	 * Server that speaks acme-dns.
	 *
	 * @param url URL of its API, such as https://auth.acme-dns.io.
	 * @param username User name of an account that was registered before. By default an
	 * account is registered for each name and kept in the store.
	 * @param password Password of that account. Keep it secret.
	 * @param subdomain Subdomain of that account.
	 * @param timeout How long to wait for an answer.
	 */
	public record AcmeDns(@Nullable String url, @Nullable String username, @Nullable String password,
			@Nullable String subdomain, @DefaultValue("10s") Duration timeout) {

		@Override
		public String toString() {
			return "AcmeDns[url=" + this.url + ", username=" + this.username + ", subdomain=" + this.subdomain + "]";
		}

	}

	/**
	 * Program that changes the DNS, called in lego's convention: 'present' or 'cleanup',
	 * the name with a dot at its end, and the value.
	 *
	 * @param command Program, and what is to stand before these arguments. There is no
	 * shell in between.
	 * @param environment Environment variables to set for it.
	 * @param timeout How long it may take before it is ended.
	 * @param valuesPerName How many values of one name it can keep at once: a wildcard
	 * and the name above it are proven one after the other if it is less than 2.
	 * @param sequenceInterval How long resolvers may still find a value after another
	 * took its place, so that the CA is not told before.
	 */
	public record Exec(@DefaultValue List<String> command, @DefaultValue Map<String, String> environment,
			@DefaultValue("2m") Duration timeout, @DefaultValue("1") int valuesPerName,
			@DefaultValue("60s") Duration sequenceInterval) {

		@Override
		public String toString() {
			return "Exec[command=" + this.command + "]";
		}

	}

	/**
	 * How it is made sure that the CA will see what was published.
	 *
	 * @param ask Who is asked for it, until all have it.
	 * @param timeout How long it may take until all have it.
	 * @param delay How long to wait after that, before the CA is told.
	 */
	public record Propagation(@DefaultValue("authoritative") Ask ask, @DefaultValue("5m") Duration timeout,
			@DefaultValue("0s") Duration delay) {

	}

}
