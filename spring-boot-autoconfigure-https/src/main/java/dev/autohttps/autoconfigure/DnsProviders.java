package dev.autohttps.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.DnsRoute;
import dev.autohttps.acme.dns.InvalidSettingException;
import dev.autohttps.acme.dns.acmedns.AcmeDnsRecords;
import dev.autohttps.acme.dns.acmedns.AcmeDnsSettings;
import dev.autohttps.acme.dns.exec.ExecDnsRecords;
import dev.autohttps.acme.dns.exec.ExecSettings;
import dev.autohttps.acme.dns.rfc2136.Rfc2136DnsRecords;
import dev.autohttps.acme.dns.rfc2136.Rfc2136Settings;
import dev.autohttps.autoconfigure.DnsProperties.AcmeDns;
import dev.autohttps.autoconfigure.DnsProperties.Exec;
import dev.autohttps.autoconfigure.DnsProperties.Provider;
import dev.autohttps.autoconfigure.DnsProperties.Rfc2136;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Who is configured to change the DNS.
 */
final class DnsProviders {

	private static final String PROPERTY = "https.acme.dns";

	private static final String KINDS = "rfc2136.server, acme-dns.url or exec.command";

	private static final String CORRECT = "Correct it: docs/challenges.md has an example of each kind.";

	private final DnsProperties properties;

	private final Store store;

	DnsProviders(DnsProperties properties, Store store) {
		this.properties = properties;
		this.store = store;
		requirePositive(PROPERTY + ".propagation.timeout", properties.propagation().timeout());
		if (properties.propagation().delay().isNegative()) {
			throw new InvalidHttpsPropertyException(PROPERTY + ".propagation.delay", properties.propagation().delay(),
					"It is negative.", "Set it to a time such as 30s, or leave it out.");
		}
	}

	/**
	 * Return the routes: those for some zones, and one for all other names.
	 * @param bean changes the DNS of these if nothing else is configured
	 */
	List<DnsRoute> routes(@Nullable DnsRecords bean) {
		List<DnsRoute> routes = new ArrayList<>();
		this.properties.providers().forEach((name, provider) -> {
			String property = PROPERTY + ".providers." + name;
			DnsRecords records = records(property, provider.rfc2136(), provider.acmeDns(), provider.exec());
			if (records == null) {
				throw new InvalidHttpsPropertyException(property, null, "It does not say who changes the DNS.",
						"Set one of " + KINDS + " below it.");
			}
			routes.add(new DnsRoute(zones(property + ".zones", provider), records,
					checkServers(property + ".servers", provider.servers())));
		});
		DnsRecords general = records(PROPERTY, this.properties.rfc2136(), this.properties.acmeDns(),
				this.properties.exec());
		DnsRecords others = (general != null) ? general : bean;
		if (others != null) {
			routes.add(new DnsRoute(List.of(), others, checkServers(PROPERTY + ".servers", this.properties.servers())));
		}
		return routes;
	}

	private @Nullable DnsRecords records(String property, @Nullable Rfc2136 rfc2136, @Nullable AcmeDns acmeDns,
			@Nullable Exec exec) {
		if (Stream.of(rfc2136, acmeDns, exec).filter(Objects::nonNull).count() > 1) {
			throw new InvalidHttpsPropertyException(property, null, "It says twice who changes the DNS.",
					"Set only one of " + KINDS + " below it; what is for other zones belongs below " + PROPERTY
							+ ".providers.");
		}
		if (rfc2136 != null) {
			return rfc2136(property + ".rfc2136", rfc2136);
		}
		if (acmeDns != null) {
			return acmeDns(property + ".acme-dns", acmeDns);
		}
		return (exec != null) ? exec(property + ".exec", exec) : null;
	}

	private static DnsRecords rfc2136(String property, Rfc2136 rfc2136) {
		String server = require(property + ".server", rfc2136.server(),
				"Set it to the primary server of the zone, such as ns1.shop.example.");
		if (!ClassUtils.isPresent("org.xbill.DNS.Message", DnsProviders.class.getClassLoader())) {
			throw new InvalidHttpsPropertyException(property + ".server", server,
					"RFC 2136 updates need dnsjava, which is not on the class path.",
					"Add the dependency dnsjava:dnsjava.");
		}
		requirePositive(property + ".timeout", rfc2136.timeout());
		if (rfc2136.ttl().isNegative()) {
			throw new InvalidHttpsPropertyException(property + ".ttl", rfc2136.ttl(), "It is negative.",
					"Set it to a time such as 60s, or leave it out.");
		}
		checkServers(property + ".server", List.of(server));
		return build(property, "server", server, () -> new Rfc2136DnsRecords(new Rfc2136Settings(server, rfc2136.zone(),
				key(property + ".key", rfc2136.key()), rfc2136.ttl(), rfc2136.timeout())));
	}

	private static Rfc2136Settings.@Nullable Key key(String property, Rfc2136.Key key) {
		if (key.name() == null && key.secret() == null) {
			return null;
		}
		return new Rfc2136Settings.Key(
				require(property + ".name", key.name(), "Set it to the name that the key has at the server."),
				key.algorithm(),
				require(property + ".secret", key.secret(), "Set it to the key, in base64 as the server has it."));
	}

	private DnsRecords acmeDns(String property, AcmeDns acmeDns) {
		String url = require(property + ".url", acmeDns.url(),
				"Set it to the URL of the server's API, such as https://auth.acme-dns.io.");
		requirePositive(property + ".timeout", acmeDns.timeout());
		if (!this.properties.followCname()) {
			throw new InvalidHttpsPropertyException(PROPERTY + ".follow-cname", false,
					"Names are delegated to acme-dns by an alias (CNAME).",
					"Leave it out, or say otherwise who changes the DNS.");
		}
		// Some write a password into a URL.
		return build(property, "url", url.contains("@") ? null : url,
				() -> new AcmeDnsRecords(new AcmeDnsSettings(uri(property + ".url", url), acmeDns.username(),
						acmeDns.password(), acmeDns.subdomain(), acmeDns.timeout()), this.store));
	}

	private static URI uri(String property, String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw new InvalidHttpsPropertyException(property, url, "It is no URL.",
					"Write one such as https://auth.acme-dns.io.", ex);
		}
	}

	private static DnsRecords exec(String property, Exec exec) {
		requirePositive(property + ".timeout", exec.timeout());
		if (exec.valuesPerName() < 1) {
			throw new InvalidHttpsPropertyException(property + ".values-per-name", exec.valuesPerName(),
					"A name must be able to have a value.", "Set it to 1 or more, or leave it out.");
		}
		return build(property, "command", exec.command().isEmpty() ? null : String.join(" ", exec.command()),
				() -> new ExecDnsRecords(new ExecSettings(exec.command(), exec.environment(), exec.timeout(),
						exec.valuesPerName(), exec.sequenceInterval())));
	}

	/**
	 * Build it, or say which setting is wrong: of the one that is no secret with its
	 * value.
	 */
	private static DnsRecords build(String property, String shown, @Nullable String value,
			Supplier<DnsRecords> records) {
		try {
			return records.get();
		}
		catch (InvalidSettingException ex) {
			throw new InvalidHttpsPropertyException(property + "." + ex.setting(),
					ex.setting().equals(shown) ? value : null, "It " + ex.getMessage() + ".", CORRECT, ex);
		}
	}

	private static List<String> zones(String property, Provider provider) {
		if (provider.zones().isEmpty()) {
			throw new InvalidHttpsPropertyException(property, "", "It names no zone.",
					"Write the zones that are changed in this way, such as shop.example, or move what is for all names "
							+ "to " + PROPERTY + " itself.");
		}
		return provider.zones().stream().map((zone) -> {
			String normalized = Domain.normalize(zone);
			if (normalized == null) {
				throw new InvalidHttpsPropertyException(property, zone, "It is no zone.",
						"Write a name such as shop.example.");
			}
			return normalized;
		}).toList();
	}

	/**
	 * Check that each is HOST or HOST:PORT.
	 */
	static List<String> checkServers(String property, List<String> servers) {
		for (String server : servers) {
			URI uri = null;
			try {
				uri = URI.create("dns://" + server);
			}
			catch (IllegalArgumentException ex) {
				// Said below.
			}
			if (uri == null || uri.getHost() == null || !server.equals(uri.getRawAuthority())
					|| uri.getUserInfo() != null || uri.getPort() == 0 || uri.getPort() > 65535) {
				throw new InvalidHttpsPropertyException(property, server, "It is no server.",
						"Write HOST or HOST:PORT, an IPv6 address in brackets: 192.0.2.53, ns1.shop.example:5353, "
								+ "[2001:db8::53].");
			}
		}
		return servers;
	}

	private static String require(String property, @Nullable String value, String action) {
		if (value == null || value.isBlank()) {
			throw new InvalidHttpsPropertyException(property, value, "It is not set.", action);
		}
		return value.strip();
	}

	private static void requirePositive(String property, Duration time) {
		if (time.isNegative() || time.isZero()) {
			throw new InvalidHttpsPropertyException(property, time, "It leaves no time.",
					"Set it to a time such as 30s, or leave it out.");
		}
	}

}
