package dev.autohttps.acme.dns;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.stream.Collectors;

import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.naming.OperationNotSupportedException;
import javax.naming.ServiceUnavailableException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

import dev.autohttps.acme.dns.DnsAnswer.Status;
import dev.autohttps.certificate.Line;

import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * A DNS server, asked through the JDK's own DNS client, which knows records where
 * {@link java.net.InetAddress} knows addresses only.
 */
@ImportRuntimeHints(DnsRuntimeHints.class)
public final class Dns {

	static final String CONTEXT_FACTORY = "com.sun.jndi.dns.DnsContextFactory";

	private static final String FIRST_WAIT = "1000";

	private static final String TRIES = "2";

	private final String url;

	private final String unknown;

	private final boolean recursion;

	private Dns(String url, String unknown, boolean recursion) {
		this.url = url;
		this.unknown = unknown;
		this.recursion = recursion;
	}

	/**
	 * Return the resolver of this machine.
	 * @return a client
	 */
	public static Dns ofThisMachine() {
		return new Dns("dns:", "the resolver", true);
	}

	/**
	 * Return resolvers that look further for what they do not know.
	 * @param servers each HOST or HOST:PORT, an IPv6 address in brackets; asked in this
	 * order until one answers
	 * @return a client
	 */
	public static Dns resolvers(List<String> servers) {
		return new Dns(url(servers), String.join(", ", servers), true);
	}

	/**
	 * Return a server that is asked for what it knows itself.
	 * @param server HOST or HOST:PORT, an IPv6 address in brackets
	 * @return a client
	 */
	public static Dns server(String server) {
		return new Dns(url(List.of(server)), server, false);
	}

	private static String url(List<String> servers) {
		return servers.stream().map("dns://"::concat).collect(Collectors.joining(" "));
	}

	/**
	 * Ask for the records of a name.
	 * @param name the name
	 * @param type the type, such as {@code A}, or its number
	 * @return what the server said, at the latest after some seconds
	 */
	public DnsAnswer ask(String name, String type) {
		String server = this.unknown;
		try {
			DirContext context = new InitialDirContext(environment());
			try {
				server = server(context);
				Attribute attribute = context.getAttributes(name, new String[] { type }).get(type);
				return (attribute != null) ? new DnsAnswer(Status.FOUND, values(attribute), "found by " + server)
						: new DnsAnswer(Status.NO_DATA, List.of(), "no such record, says " + server);
			}
			finally {
				context.close();
			}
		}
		catch (NameNotFoundException ex) {
			return new DnsAnswer(Status.NO_NAME, List.of(), "NXDOMAIN from " + server);
		}
		catch (ServiceUnavailableException ex) {
			return new DnsAnswer(Status.FAILED, List.of(), "SERVFAIL from " + server);
		}
		catch (CommunicationException ex) {
			return new DnsAnswer(Status.SILENT, List.of(), "no answer from " + server);
		}
		catch (NoInitialContextException ex) {
			return new DnsAnswer(Status.SILENT, List.of(), "this Java has no DNS client (module jdk.naming.dns)");
		}
		catch (OperationNotSupportedException ex) {
			return new DnsAnswer(Status.FAILED, List.of(), "REFUSED by " + server);
		}
		catch (NamingException ex) {
			return new DnsAnswer(Status.FAILED, List.of(), Line.of(ex.getMessage()) + " from " + server);
		}
	}

	private Hashtable<String, String> environment() {
		Hashtable<String, String> environment = new Hashtable<>();
		environment.put(Context.INITIAL_CONTEXT_FACTORY, CONTEXT_FACTORY);
		environment.put(Context.PROVIDER_URL, this.url);
		environment.put("com.sun.jndi.dns.recursion", String.valueOf(this.recursion));
		environment.put("com.sun.jndi.dns.timeout.initial", FIRST_WAIT);
		environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
		return environment;
	}

	private static String server(DirContext context) throws NamingException {
		Object url = context.getEnvironment().get(Context.PROVIDER_URL);
		return String.valueOf(url).replace("dns://", "").replaceAll("\\s+", ", ");
	}

	private static List<Object> values(Attribute attribute) throws NamingException {
		List<Object> values = new ArrayList<>();
		NamingEnumeration<?> all = attribute.getAll();
		while (all.hasMore()) {
			values.add(all.next());
		}
		return values;
	}

	@Override
	public String toString() {
		return this.unknown;
	}

}
