package dev.autohttps.ssl;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Where a TLS client says whether it can verify ECDSA signatures.
 */
final class Ecdsa {

	/**
	 * {@code TLS_ECDHE_ECDSA_*} (RFC 5289 section 3, RFC 7251 section 2, RFC 7905 section
	 * 2, RFC 8422 section 6).
	 */
	private static final Set<Integer> CIPHER_SUITES = Set.of(0xc007, 0xc008, 0xc009, 0xc00a, 0xc023, 0xc024, 0xc02b,
			0xc02c, 0xc0ac, 0xc0ad, 0xc0ae, 0xc0af, 0xcca9);

	/**
	 * Renegotiation (RFC 5746 section 3.3) and fallback (RFC 7507 section 2), which are
	 * written among the suites.
	 */
	private static final Set<Integer> SIGNALS = Set.of(0x00ff, 0x5600);

	private static final int TLS_1_3 = 0x13;

	private Ecdsa() {
	}

	/**
	 * Return whether the cipher suites leave it open that the server signs with ECDSA.
	 * Those of TLS 1.3 say nothing about signatures; which version is spoken is not known
	 * yet, so that those of TLS 1.2 count too.
	 * @param suites the suites (RFC 5246 section 7.4.1.2)
	 * @return whether one is for ECDSA, or all are for TLS 1.3
	 */
	static boolean isAmongCipherSuites(ByteBuffer suites) {
		boolean other = false;
		while (suites.hasRemaining()) {
			int suite = suites.getShort() & 0xffff;
			if (CIPHER_SUITES.contains(suite)) {
				return true;
			}
			other |= (suite >> 8) != TLS_1_3 && !SIGNALS.contains(suite) && !isGrease(suite);
		}
		return !other;
	}

	/**
	 * Return whether ECDSA is among the signatures that a client verifies.
	 * @param schemes the schemes (RFC 8446 section 4.2.3), or pairs of hash and signature
	 * (RFC 5246 section 7.4.1.4.1)
	 * @return whether it is
	 */
	static boolean isAmongSignatures(ByteBuffer schemes) {
		boolean found = false;
		while (schemes.hasRemaining()) {
			int scheme = schemes.getShort() & 0xffff;
			int hash = scheme >> 8;
			found |= (scheme & 0xff) == 3 && hash >= 2 && hash <= 6;
		}
		return found;
	}

	/**
	 * Values without a meaning, by which clients keep servers tolerant (RFC 8701).
	 */
	private static boolean isGrease(int value) {
		return (value & 0x0f0f) == 0x0a0a && (value >> 8) == (value & 0xff);
	}

}
