package dev.autohttps.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How a Pebble is to behave, in the words of its configuration.
 *
 * @param httpPort where it asks for HTTP-01 answers
 * @param tlsPort where it asks for TLS-ALPN-01 answers
 * @param profiles the validity of each profile
 * @param validationSleep whether it waits before it validates
 * @param rejectedNonces percentage of good nonces that it calls bad
 * @param reusedAuthorizations percentage of valid authorizations that it uses again
 * @param retryAfterAuthorization seconds that it asks clients to wait
 * @param retryAfterOrder seconds that it asks clients to wait
 * @param externalAccounts the MAC keys by their identifiers; none if it needs none
 * @param blockedDomains the names it issues nothing for
 * @param alternateRoots how many further roots vouch for what it issues
 * @param chainLength how many intermediates are between a root and what it issues
 * @param caaIdentities the names by which a domain's owner refers to it in the DNS
 * @param resolver the DNS server it asks, HOST:PORT, or {@code null} for its own
 */
record PebbleSettings(int httpPort, int tlsPort, Map<String, Duration> profiles, boolean validationSleep,
		int rejectedNonces, int reusedAuthorizations, int retryAfterAuthorization, int retryAfterOrder,
		Map<String, String> externalAccounts, List<String> blockedDomains, int alternateRoots, int chainLength,
		List<String> caaIdentities, @Nullable String resolver) {

	PebbleSettings {
		profiles = Map.copyOf(profiles);
		externalAccounts = Map.copyOf(externalAccounts);
		blockedDomains = List.copyOf(blockedDomains);
		caaIdentities = List.copyOf(caaIdentities);
	}

	Map<String, String> environment() {
		Map<String, String> environment = new LinkedHashMap<>();
		if (!this.validationSleep) {
			environment.put("PEBBLE_VA_NOSLEEP", "1");
		}
		environment.put("PEBBLE_WFE_NONCEREJECT", Integer.toString(this.rejectedNonces));
		environment.put("PEBBLE_AUTHZREUSE", Integer.toString(this.reusedAuthorizations));
		environment.put("PEBBLE_ALTERNATE_ROOTS", Integer.toString(this.alternateRoots));
		environment.put("PEBBLE_CHAIN_LENGTH", Integer.toString(this.chainLength));
		return environment;
	}

	String json(int apiPort, int managementPort, Path certificate, Path privateKey) {
		return """
				{"pebble": {
				  "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
				  "certificate": %s, "privateKey": %s,
				  "httpPort": %d, "tlsPort": %d,
				  "retryAfter": {"authz": %d, "order": %d},
				  "externalAccountBindingRequired": %s, "externalAccountMACKeys": %s,
				  "domainBlocklist": [%s],
				  "profiles": %s,
				  "caaIdentities": [%s], "keyAlgorithm": "ecdsa", "ocspResponderURL": ""
				}}
				""".formatted(apiPort, managementPort, quote(certificate.toString()), quote(privateKey.toString()),
				this.httpPort, this.tlsPort, this.retryAfterAuthorization, this.retryAfterOrder,
				!this.externalAccounts.isEmpty(), object(this.externalAccounts, PebbleSettings::quote),
				list(this.blockedDomains),
				object(this.profiles, (validity) -> "{\"description\": \"%s\", \"validityPeriod\": %d}"
					.formatted(validity, validity.toSeconds())),
				list(this.caaIdentities));
	}

	private static String list(List<String> texts) {
		return texts.stream().map(PebbleSettings::quote).collect(Collectors.joining(", "));
	}

	private static <V> String object(Map<String, V> members, Function<V, String> value) {
		return members.entrySet()
			.stream()
			.sorted(Entry.comparingByKey())
			.map((member) -> quote(member.getKey()) + ": " + value.apply(member.getValue()))
			.collect(Collectors.joining(", ", "{", "}"));
	}

	static String quote(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
	}

}
