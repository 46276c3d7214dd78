package dev.autohttps.acme.dns;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import dev.autohttps.acme.dns.DnsAnswer.Status;

/**
 * The aliases (CNAME) that lead from the name at which a CA asks to the one that has the
 * value.
 */
final class Aliases {

	private static final int MOST = 10;

	private final Dns resolver;

	Aliases(Dns resolver) {
		this.resolver = resolver;
	}

	/**
	 * Follow the aliases of a name.
	 * @return the name at their end, the same if it is no alias
	 * @throws DnsRecordsException if that cannot be told, or if they lead nowhere
	 */
	String follow(String name) throws DnsRecordsException {
		Set<String> passed = new LinkedHashSet<>();
		String current = name;
		while (passed.add(current)) {
			DnsAnswer answer = this.resolver.ask(current, "CNAME");
			if (answer.isUnknown()) {
				throw DnsRecordsException
					.passing("it cannot be told whether " + current + " is an alias (CNAME): " + answer.said(), null);
			}
			if (!answer.is(Status.FOUND)) {
				return current;
			}
			current = relative(answer.texts().get(0));
			if (passed.size() > MOST) {
				break;
			}
		}
		throw DnsRecordsException
			.lasting("the aliases (CNAME) of " + name + " have no end: " + String.join(" -> ", passed) + " -> "
					+ current + ". To do: let " + name + " be an alias for a name that is none", null);
	}

	static String relative(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
	}

}
