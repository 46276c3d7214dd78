package dev.autohttps.server.netty;

import java.security.SecureRandom;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;

/**
 * The sessions of a context of BoringSSL, and the keys of its tickets.
 */
final class BoringSslSessions {

	private static final SecureRandom RANDOM = new SecureRandom();

	private BoringSslSessions() {
	}

	/**
	 * Forget every session, with or without a ticket. Connections that are open stay so.
	 */
	static void forget(SslContext context) {
		if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
			sessions.setTicketKeys(new OpenSslSessionTicketKey(random(OpenSslSessionTicketKey.NAME_SIZE),
					random(OpenSslSessionTicketKey.HMAC_KEY_SIZE), random(OpenSslSessionTicketKey.AES_KEY_SIZE)));
			int size = sessions.getSessionCacheSize();
			// A cache that becomes smaller is emptied.
			sessions.setSessionCacheSize(1);
			sessions.setSessionCacheSize(size);
		}
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

}
