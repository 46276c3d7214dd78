package dev.autohttps.ssl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;

/**
 * The name in which a client asks for an IP address when a CA validates one (RFC 8738
 * section 6): {@code 1.0.0.127.in-addr.arpa}, or its counterpart for IPv6.
 */
final class ReverseName {

	private static final String IPV4 = ".in-addr.arpa";

	private static final String IPV6 = ".ip6.arpa";

	private ReverseName() {
	}

	/**
	 * Return the address of a reverse name.
	 * @param name the name
	 * @return the address as {@link Domain} writes it, or {@code null} if the name is no
	 * reverse name
	 */
	static @Nullable String address(String name) {
		String address = null;
		if (name.endsWith(IPV4)) {
			address = String.join(".", parts(name, IPV4));
		}
		else if (name.endsWith(IPV6)) {
			String digits = String.join("", parts(name, IPV6));
			address = (digits.length() == 32) ? digits.replaceAll("(.{4})(?!$)", "$1:") : null;
		}
		String normalized = (address != null) ? Domain.normalize(address) : null;
		return (normalized != null && isAddress(normalized)) ? normalized : null;
	}

	static boolean isAddress(String identifier) {
		return Domain.parse(identifier).type() == Domain.Type.IP;
	}

	private static List<String> parts(String name, String suffix) {
		List<String> parts = new ArrayList<>(
				List.of(name.substring(0, name.length() - suffix.length()).split("\\.", -1)));
		Collections.reverse(parts);
		return parts;
	}

}
