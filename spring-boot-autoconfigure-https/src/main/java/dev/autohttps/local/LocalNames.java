package dev.autohttps.local;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import dev.autohttps.certificate.Domain;

import org.springframework.util.StringUtils;

/**
 * The names that mean something on this machine or in this network only, so that a CA
 * which is held to them can do no harm elsewhere.
 */
public final class LocalNames {

	/**
	 * Names that are never delegated on the internet: RFC 6761, RFC 6762, RFC 8375, and
	 * {@code internal}, which ICANN reserved for private use in 2024.
	 */
	static final List<String> DOMAINS = List.of("localhost", "test", "local", "internal", "home.arpa");

	/**
	 * Loopback, private and link-local addresses: RFC 1122, RFC 1918, RFC 3927, RFC 4291
	 * and RFC 4193.
	 */
	static final List<String> NETWORKS = List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
			"169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10");

	private LocalNames() {
	}

	/**
	 * Return whether a name is one of them.
	 * @param domain the name
	 * @return whether a local CA may issue for it
	 */
	public static boolean include(Domain domain) {
		if (domain.type() == Domain.Type.IP) {
			byte[] address = octets(domain.name());
			return NETWORKS.stream().anyMatch((network) -> contains(network, address));
		}
		return DOMAINS.stream().anyMatch((local) -> domain.name().equals(local) || domain.name().endsWith("." + local));
	}

	/**
	 * Return the names in words.
	 * @return half a sentence that lists them
	 */
	public static String describe() {
		return "names that end in " + StringUtils.collectionToDelimitedString(DOMAINS, ", ")
				+ ", and loopback or private addresses";
	}

	private static boolean contains(String network, byte[] address) {
		int slash = network.indexOf('/');
		byte[] range = octets(network.substring(0, slash));
		if (range.length != address.length) {
			return false;
		}
		int bits = Integer.parseInt(network.substring(slash + 1));
		for (int bit = 0; bit < bits; bit++) {
			int mask = 0x80 >> (bit % 8);
			if ((range[bit / 8] & mask) != (address[bit / 8] & mask)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * No name service is asked, since it is a literal.
	 */
	private static byte[] octets(String address) {
		try {
			return InetAddress.getByName(address).getAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(address + " is no IP address", ex);
		}
	}

}
