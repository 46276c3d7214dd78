package dev.autohttps.acceptance;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * A server like acme-dns in a process of its own, on ports that are free: its API over
 * plain HTTP, and the DNS of its domain over UDP and TCP.
 */
public final class AcmeDnsServer implements AutoCloseable {

	private static final String LISTENS = "LISTENS ON ";

	private final ChildProcess process;

	private final int port;

	private final int dnsPort;

	private AcmeDnsServer(ChildProcess process) {
		this.process = process;
		String[] ports = process.await(LISTENS).substring(LISTENS.length()).split(" ");
		this.port = Integer.parseInt(ports[0]);
		this.dnsPort = Integer.parseInt(ports[1]);
	}

	/**
	 * Start a server that registers everybody.
	 * @param domain the domain that it answers for, such as {@code auth.example}
	 * @return the server, which listens
	 */
	public static AcmeDnsServer start(String domain) throws IOException {
		return new AcmeDnsServer(ChildProcess.start(AcmeDnsServer.class, List.of(domain)));
	}

	/**
	 * Start a server that registers nobody.
	 * @param domain the domain that it answers for
	 * @return the server, which listens
	 */
	public static AcmeDnsServer startWithoutRegistration(String domain) throws IOException {
		return new AcmeDnsServer(ChildProcess.start(AcmeDnsServer.class, List.of(domain, "closed")));
	}

	/**
	 * Serve until the process that started this one is gone.
	 */
	public static void main(String[] args) throws IOException {
		AcmeDnsUsers users = new AcmeDnsUsers(args[0].substring(2));
		int port = AcmeDnsHttp.start(users, args.length == 1);
		int dnsPort = AcmeDnsNames.start(users);
		System.out.println(LISTENS + port + " " + dnsPort);
		System.in.transferTo(System.out);
		System.exit(0);
	}

	/**
	 * Return the URL of the API.
	 */
	public URI url() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/**
	 * Return the DNS server of its domain, HOST:PORT.
	 */
	public String dns() {
		return "127.0.0.1:" + this.dnsPort;
	}

	/**
	 * Return what it was asked and answered over HTTP, such as
	 * {@code POST /register 201}.
	 */
	public List<String> requests() {
		return this.process.output().stream().filter((line) -> line.startsWith("POST ")).toList();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
