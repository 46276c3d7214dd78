package dev.autohttps.certificate;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One name that a certificate is for: a DNS name (lower case, A-labels), a wildcard or an
 * IP address.
 *
 * @param name the name as RFC 8555 and RFC 8738 write an identifier; a wildcard keeps its
 * {@code *.}
 * @param type what kind of name it is
 */
public record Domain(String name, Type type) {

	/**
	 * What kind of name a certificate is for.
	 */
	public enum Type {

		/**
		 * A fully qualified DNS name.
		 */
		DNS,

		/**
		 * All names one label below a DNS name (RFC 6125 section 6.4.3).
		 */
		WILDCARD,

		/**
		 * An IPv4 or IPv6 address (RFC 8738).
		 */
		IP

	}

	private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?");

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	/**
	 * Read a name as a person writes it.
	 * @param text a DNS name (internationalized ones are converted), a wildcard such as
	 * {@code *.shop.example}, or an IP address
	 * @return the domain
	 * @throws InvalidDomainException if no certificate can be asked for it
	 */
	public static Domain parse(String text) {
		String name = text.strip();
		if (name.isEmpty()) {
			throw new InvalidDomainException(text, "is empty: write a name such as shop.example");
		}
		if (name.contains("://") || name.contains("/")) {
			throw new InvalidDomainException(text, "is a URL: write just the host name");
		}
		String address = IpAddresses.canonical(name);
		if (address != null) {
			return new Domain(address, Type.IP);
		}
		if (name.contains(":")) {
			throw new InvalidDomainException(text, "has a port: write just the host name");
		}
		boolean wildcard = name.startsWith("*.");
		String host = ascii(text, wildcard ? name.substring(2) : name);
		return new Domain(wildcard ? "*." + host : host, wildcard ? Type.WILDCARD : Type.DNS);
	}

	/**
	 * Bring the host name of a request or of SNI into the form in which names are
	 * compared.
	 * @param host a host name or an IP address, in brackets or not, without a port
	 * @return the comparable form, or {@code null} if it is no such thing
	 */
	public static @Nullable String normalize(String host) {
		if (isNormal(host)) {
			return host;
		}
		String name = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		String address = IpAddresses.canonical(name);
		if (address != null) {
			return address;
		}
		String lower = name.toLowerCase(Locale.ROOT);
		String relative = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
		return (problem(relative) != null) ? null : relative;
	}

	/**
	 * Nearly every name is in that form already, and there is one to look at in each
	 * handshake: so it is found out without a regular expression. A name with an
	 * underscore is left to those.
	 */
	private static boolean isNormal(String host) {
		if (host.length() > 253) {
			return false;
		}
		int start = 0;
		boolean number = true;
		for (int i = 0; i <= host.length(); i++) {
			char character = (i < host.length()) ? host.charAt(i) : '.';
			if (character == '.') {
				boolean last = i == host.length();
				if (i == start || i - start > 63 || host.charAt(start) == '-' || host.charAt(i - 1) == '-'
						|| (last && number)) {
					return false;
				}
				start = i + 1;
				number = true;
			}
			else if (character == '-' || (character >= 'a' && character <= 'z')) {
				number = false;
			}
			else if (character < '0' || character > '9') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return the name whose control is proven for this one (RFC 8555 section 7.1.3).
	 * @return the name without a wildcard's {@code *.}
	 */
	public String identifier() {
		return (this.type == Type.WILDCARD) ? this.name.substring(2) : this.name;
	}

	/**
	 * Return whether a certificate for this name serves a host.
	 * @param host a host as {@link #normalize(String)} returns it
	 * @return whether it does
	 */
	public boolean covers(String host) {
		if (this.type != Type.WILDCARD) {
			return this.name.equals(host);
		}
		int dot = host.indexOf('.');
		return dot > 0 && host.regionMatches(dot, this.name, 1, this.name.length() - 1)
				&& host.length() - dot == this.name.length() - 1;
	}

	private static String ascii(String text, String name) {
		String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
		if (host.contains("*")) {
			throw new InvalidDomainException(text,
					"is no wildcard that a certificate can have: only the first label may be *, as in *.shop.example");
		}
		try {
			// The tables of IDN take a while to load, and most names need none.
			boolean ascii = host.chars().allMatch((character) -> character < 128);
			host = (ascii ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED)).toLowerCase(Locale.ROOT);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidDomainException(text, "is not a host name");
		}
		String problem = problem(host);
		if (problem != null) {
			throw new InvalidDomainException(text, problem);
		}
		return host;
	}

	private static @Nullable String problem(String host) {
		if (host.isEmpty()) {
			return "is not a host name";
		}
		if (host.length() > 253) {
			return "is longer than the 253 characters that DNS allows";
		}
		String[] labels = host.split("\\.", -1);
		for (String label : labels) {
			if (!LABEL.matcher(label).matches()) {
				return "is not a host name: '" + label + "' may have letters, digits and inner hyphens only, "
						+ "1 to 63 of them";
			}
		}
		if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
			return "is neither a host name nor an IP address";
		}
		return null;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
