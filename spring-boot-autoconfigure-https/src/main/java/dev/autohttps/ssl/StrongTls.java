package dev.autohttps.ssl;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.web.server.Ssl;

/**
 * What a server speaks unless {@code server.ssl} says otherwise: TLS 1.3 and 1.2, and of
 * the cipher suites those that are forward secret and authenticate what they encrypt (RFC
 * 9325 sections 3.1.1 and 4.2). The groups are left to the JDK: it prefers X25519 and
 * P-256, and to name them costs some clients another round trip.
 */
final class StrongTls {

	private static final String[] PROTOCOLS = { "TLSv1.3", "TLSv1.2" };

	/**
	 * Those with a hash of 256 bits before the others, since they cost less and are as
	 * good.
	 */
	private static final String[] CIPHERS = { "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
			"TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
			"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
			"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
			"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256" };

	private StrongTls() {
	}

	static SslOptions options(@Nullable Ssl configured) {
		String[] ciphers = (configured != null) ? configured.getCiphers() : null;
		return SslOptions.of((ciphers != null) ? ciphers : CIPHERS.clone(), protocols(configured));
	}

	static String[] protocols(@Nullable Ssl configured) {
		String[] protocols = (configured != null) ? configured.getEnabledProtocols() : null;
		return (protocols != null) ? protocols : PROTOCOLS.clone();
	}

	/**
	 * Return whether a server speaks a version of TLS.
	 * @param configured what {@code server.ssl} says, or {@code null} for nothing
	 * @param protocol the version, such as {@code TLSv1.3}
	 * @return whether it does
	 */
	static boolean speaks(@Nullable Ssl configured, String protocol) {
		return List.of(protocols(configured)).contains(protocol);
	}

}
