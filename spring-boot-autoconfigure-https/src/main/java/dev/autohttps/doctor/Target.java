package dev.autohttps.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;

/**
 * An address that a name leads to.
 *
 * @param address the address
 */
record Target(InetAddress address) {

	/**
	 * Read an address, for which no name service is asked.
	 */
	static @Nullable Target of(String literal) {
		try {
			return new Target(InetAddress.getByName(literal));
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	boolean isIpv6() {
		return this.address instanceof Inet6Address;
	}

	/**
	 * Whether it leads nowhere on the Internet (RFC 1918, 4193, 6598 and the like).
	 */
	boolean isPrivate() {
		byte[] bytes = this.address.getAddress();
		boolean carrier = !isIpv6() && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
		boolean local = isIpv6() && (bytes[0] & 0xfe) == 0xfc;
		return carrier || local || this.address.isSiteLocalAddress() || this.address.isLoopbackAddress()
				|| this.address.isLinkLocalAddress() || this.address.isAnyLocalAddress();
	}

	/**
	 * Return the address in the form in which people compare it.
	 */
	String text() {
		String text = this.address.getHostAddress();
		int scope = text.indexOf('%');
		String plain = (scope < 0) ? text : text.substring(0, scope);
		return Objects.requireNonNullElse(Domain.normalize(plain), plain);
	}

	@Override
	public String toString() {
		return (isIpv6() ? "AAAA " : "A ") + text();
	}

}
