package dev.autohttps.ssl;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

import javax.net.ssl.SSLEngine;

/**
 * What clients cannot verify, for engines that ask for a key of one type after the other
 * without regard to what the client has said.
 */
final class ClientLimits {

	/**
	 * By engine, since BoringSSL's empties the session when the handshake begins.
	 */
	private final Set<SSLEngine> withoutEcdsa = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	void note(ClientHello hello, SSLEngine engine) {
		if (!hello.verifiesEcdsa()) {
			this.withoutEcdsa.add(engine);
		}
	}

	boolean ruleOut(String keyType, SSLEngine engine) {
		return keyType.equals("EC") && this.withoutEcdsa.contains(engine);
	}

}
