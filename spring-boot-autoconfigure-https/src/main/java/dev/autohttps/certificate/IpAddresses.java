package dev.autohttps.certificate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Textual IP addresses in the one form of RFC 5952, so that they compare as strings.
 */
final class IpAddresses {

	private static final Pattern IPV4 = Pattern
		.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");

	/**
	 * A dot in the first place would make a host name of it, for which the JDK asks a
	 * name service.
	 */
	private static final Pattern IPV6 = Pattern.compile("(?=[^:]*:[^:]*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

	private IpAddresses() {
	}

	static @Nullable String canonical(String text) {
		if (IPV4.matcher(text).matches()) {
			return text;
		}
		if (!IPV6.matcher(text).matches()) {
			return null;
		}
		try {
			// What passed the pattern is a literal, for which no name service is asked.
			InetAddress address = InetAddress.getByName(text);
			return (address instanceof Inet6Address) ? compress(address.getAddress()) : address.getHostAddress();
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static String compress(byte[] address) {
		int[] groups = new int[8];
		for (int i = 0; i < 8; i++) {
			groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
		}
		int start = -1;
		int length = 1;
		for (int i = 0; i < 8; i++) {
			int zeros = 0;
			while (i + zeros < 8 && groups[i + zeros] == 0) {
				zeros++;
			}
			if (zeros > length) {
				start = i;
				length = zeros;
			}
		}
		if (start < 0) {
			return join(groups, 0, 8);
		}
		return join(groups, 0, start) + "::" + join(groups, start + length, 8);
	}

	private static String join(int[] groups, int from, int to) {
		List<String> parts = new ArrayList<>();
		for (int i = from; i < to; i++) {
			parts.add(Integer.toHexString(groups[i]));
		}
		return String.join(":", parts);
	}

}
