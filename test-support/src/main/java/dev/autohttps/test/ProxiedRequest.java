package dev.autohttps.test;

import java.time.Instant;

/**
 * A request that came to a {@link FaultyProxy}.
 *
 * @param kind its method and its path without the identifier at its end, such as
 * {@code POST /order-plz} or {@code POST /certZ/}
 * @param at when it came
 */
public record ProxiedRequest(String kind, Instant at) {

	static ProxiedRequest of(HttpMessage message, Instant at) {
		String[] words = message.start().split(" ", 3);
		int slash = words[1].lastIndexOf('/');
		return new ProxiedRequest(words[0] + ' ' + ((slash > 0) ? words[1].substring(0, slash + 1) : words[1]), at);
	}

}
