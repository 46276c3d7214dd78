package dev.autohttps.ssl;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;

/**
 * The name under {@code arpa} that stands for an IP address where SNI allows names only
 * (RFC 8738 section 6).
 */
final class ReverseName {

	private static final String IPV4 = ".in-addr.arpa";

	private static final String IPV6 = ".ip6.arpa";

	private static final int NIBBLES = 32;

	private ReverseName() {
	}

	/**
	 * Return the address that a name stands for.
	 * @param name a name in its normal form
	 * @return the address in its normal form, or {@code null} if it is any other name
	 */
	static @Nullable String address(String name) {
		if (name.endsWith(IPV4)) {
			return ipv4(name.substring(0, name.length() - IPV4.length()));
		}
		return name.endsWith(IPV6) ? ipv6(name.substring(0, name.length() - IPV6.length())) : null;
	}

	private static @Nullable String ipv4(String reversed) {
		if (!reversed.chars().allMatch((character) -> character == '.' || (character >= '0' && character <= '9'))) {
			return null;
		}
		List<String> parts = Arrays.asList(reversed.split("\\.", -1));
		Collections.reverse(parts);
		return Domain.normalize(String.join(".", parts));
	}

	private static @Nullable String ipv6(String reversed) {
		if (reversed.length() != 2 * NIBBLES - 1) {
			return null;
		}
		StringBuilder address = new StringBuilder();
		for (int i = NIBBLES - 1; i >= 0; i--) {
			char nibble = reversed.charAt(2 * i);
			if (Character.digit(nibble, 16) < 0 || (i > 0 && reversed.charAt(2 * i - 1) != '.')) {
				return null;
			}
			address.append(nibble);
			if (i % 4 == 0 && i > 0) {
				address.append(':');
			}
		}
		return Domain.normalize(address.toString());
	}

}
