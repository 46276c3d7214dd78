package dev.autohttps.acme.dns.rfc2136;

import java.time.Duration;

import dev.autohttps.acme.dns.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Rfc2136Settings}.
 */
class Rfc2136SettingsTests {

	private static final String SECRET = "c2VjcmV0LXNlY3JldA==";

	@ParameterizedTest
	@CsvSource({ "ns.example, ns.example, 53", "ns.example:8953, ns.example, 8953", "192.0.2.1, 192.0.2.1, 53",
			"192.0.2.1:1, 192.0.2.1, 1", "[::1], [::1], 53", "[2001:db8::1]:65535, [2001:db8::1], 65535" })
	void aServerIsAHostAndPerhapsAPort(String server, String host, int port) {
		Rfc2136Settings settings = settings(server, null, 60, 10);
		assertThat(settings.host()).isEqualTo(host);
		assertThat(settings.port()).isEqualTo(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "ns.example:", "ns.example:0", "ns.example:65536", "ns.example:dns", "::1",
			"[::1", "dns://ns.example", "two hosts", "2001:db8::1" })
	void anythingElseIsNoServer(String server) {
		assertInvalid("server", "is not HOST or HOST:PORT, with an IPv6 address in brackets",
				() -> settings(server, null, 60, 10));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a..b", "a b", "a/b" })
	void aZoneHasAName(String zone) {
		assertInvalid("zone", "is not the name of a zone", () -> settings("ns.example", zone, 60, 10));
	}

	@Test
	void timesAreInBounds() {
		assertThatCode(() -> settings("ns.example", "example.test.", 0, 1)).doesNotThrowAnyException();
		assertInvalid("ttl", "is not between 0 s and 68 years", () -> settings("ns.example", null, -1, 10));
		assertInvalid("ttl", "is not between 0 s and 68 years", () -> settings("ns.example", null, 1L << 31, 10));
		assertInvalid("timeout", "is not longer than nothing", () -> settings("ns.example", null, 60, 0));
	}

	@Test
	void aKeyHasANameAnAlgorithmAndASecret() {
		assertThat(new Rfc2136Settings.Key("acme", "HMAC-SHA512", SECRET).algorithm()).isEqualTo("hmac-sha512");
		assertInvalid("key.name", "is not the name of a key",
				() -> new Rfc2136Settings.Key("my key", "hmac-sha256", SECRET));
		assertInvalid("key.algorithm", "is none of hmac-sha256, hmac-sha384, hmac-sha512, hmac-sha224, hmac-sha1",
				() -> new Rfc2136Settings.Key("acme", "hmac-md5", SECRET));
		assertInvalid("key.secret", "is not base64",
				() -> new Rfc2136Settings.Key("acme", "hmac-sha256", "not!base64"));
		assertInvalid("key.secret", "is not base64", () -> new Rfc2136Settings.Key("acme", "hmac-sha256", ""));
	}

	@Test
	void theSecretIsNotShown() {
		Rfc2136Settings.Key key = new Rfc2136Settings.Key("acme", "hmac-sha256", SECRET);
		assertThat(new Rfc2136Settings("ns.example", null, key, Duration.ZERO, Duration.ofSeconds(1)))
			.hasToString("Rfc2136Settings[server=ns.example, zone=null, key=Key[name=acme, algorithm=hmac-sha256],"
					+ " ttl=PT0S, timeout=PT1S]");
	}

	private static void assertInvalid(String setting, String reason, Runnable creation) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(creation::run)
			.withMessage(reason)
			.extracting(InvalidSettingException::setting)
			.isEqualTo(setting);
	}

	private static Rfc2136Settings settings(String server, @Nullable String zone, long ttl, int timeout) {
		return new Rfc2136Settings(server, zone, null, Duration.ofSeconds(ttl), Duration.ofSeconds(timeout));
	}

}
