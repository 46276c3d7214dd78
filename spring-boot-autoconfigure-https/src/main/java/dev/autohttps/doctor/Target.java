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
