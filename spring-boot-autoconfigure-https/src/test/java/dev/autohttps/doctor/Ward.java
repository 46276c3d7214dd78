package dev.autohttps.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.acme.TlsAlpn01ChallengeSolver;
import dev.autohttps.acme.dns.Dns;
import dev.autohttps.acme.dns.Dns01ChallengeSolver;
import dev.autohttps.acme.dns.DnsPublications;
import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.DnsRoute;
import dev.autohttps.acme.dns.DnsRoutes;
import dev.autohttps.acme.dns.Propagation;
import dev.autohttps.acme.dns.Propagation.Ask;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.acme.dns.persist.DnsPersist01ChallengeSolver;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight.Occasion;
import dev.autohttps.certificate.Severity;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.test.Ports;
import dev.autohttps.web.ChallengeResponder;
import dev.autohttps.web.HttpAnswer;
import dev.autohttps.web.HttpQuestion;

/**
 * A doctor, and a set-up for it to look at: an application at 203.0.113.7 and
 * 2001:db8::7, which stand for ports of this machine, and a resolver.
 */
final class Ward implements AutoCloseable {

	static final String IPV4 = "203.0.113.7";

	static final String IPV6 = "2001:db8::7";

	final TestNameServer dns = new TestNameServer();

	final TestCa ca = new TestCa();

	final OfferedAnswers answers = new OfferedAnswers();

	final Map<String, List<InetAddress>> hosts = new HashMap<>();

	Store store = new TestStore();

	DoctorMode mode = DoctorMode.ENFORCE;

	ChallengeSolvers solvers = new ChallengeSolvers(
			List.of(new Http01ChallengeSolver(), new TlsAlpn01ChallengeSolver(null)));

	List<String> challenges = List.of("http-01");

	List<String> domains = List.of("shop.example");

	private final Map<String, Integer> routes = new HashMap<>();

	private final List<AutoCloseable> servers = new ArrayList<>();

	private final int nobody = Ports.free();

	/**
	 * Let the application answer at an address.
	 */
	Ward application(String address) {
		ChallengeResponder responder = new ChallengeResponder(this.answers);
		return http(address, (exchange) -> {
			HttpAnswer answer = responder
				.answer(new HttpQuestion(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), null,
						exchange.getRequestHeaders().getFirst("Host"), false, (name) -> null));
			byte[] body = (answer != null) ? answer.body().getBytes(StandardCharsets.US_ASCII) : new byte[0];
			exchange.sendResponseHeaders((answer != null) ? answer.status() : 404,
					(body.length == 0) ? -1 : body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	/**
	 * Let somebody else answer over HTTP at an address.
	 */
	Ward http(String address, HttpHandler handler) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", handler);
			server.start();
			this.servers.add(() -> server.stop(0));
			return route(address, 80, server.getAddress().getPort());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Let nobody answer at a port, although it takes connections.
	 */
	Ward silence(String address, int port) {
		try {
			ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			this.servers.add(socket);
			return route(address, port, socket.getLocalPort());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Lead a port of an address to one of this machine.
	 */
	Ward route(String address, int port, int to) {
		this.routes.put(new Target(address(address)).text() + " " + port, to);
		return this;
	}

	/**
	 * Give the first name its address records.
	 */
	Ward addresses(String... literals) {
		Stream.of(literals).forEach((literal) -> this.dns.address(this.domains.get(0), literal));
		return this;
	}

	CertificateSpec spec() {
		return new CertificateSpec(new CertificateId("https", KeyType.EC_P256), Domains.of(this.domains), null,
				this.challenges);
	}

	Doctor doctor() {
		return new Doctor(this.store, this.answers, this.solvers, this.mode, surroundings());
	}

	Surroundings surroundings() {
		return new Surroundings(Dns.resolvers(List.of(this.dns.address())),
				(name) -> this.hosts.getOrDefault(name, List.of()),
				() -> Stream.of("127.0.0.1", IPV4, IPV6).map(Ward::address).toList(), this::dial);
	}

	List<Finding> findings() {
		return doctor().check(spec(), this.ca, Occasion.ON_DEMAND);
	}

	/**
	 * What is not as it should be, each written as {@code FATAL dns}.
	 */
	List<String> wrong() {
		return findings().stream()
			.filter((one) -> one.severity() != Severity.OK)
			.map((one) -> one.severity() + " " + one.check())
			.toList();
	}

	/**
	 * What is written to the log, with a resolver's address that is always the same.
	 */
	String report() {
		return Report.of(spec(), this.ca.description(), findings(), true).replace(this.dns.address(), "192.0.2.53");
	}

	static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<InetAddress> addresses(List<String> literals) {
		return literals.stream().map(Ward::address).toList();
	}

	/**
	 * Have names proven by records that somebody changes for each order.
	 */
	Ward byRecords() {
		this.challenges = List.of("dns-01");
		DnsRecords nobody = new DnsRecords() {

			@Override
			public void publish(TxtRecord record) {
				throw new IllegalStateException("Nothing is published before an order");
			}

			@Override
			public void withdraw(TxtRecord record) {
			}

			@Override
			public String description() {
				return "RFC 2136 update at ns1.shop.example";
			}

		};
		Dns resolver = Dns.resolvers(List.of(this.dns.address()));
		DnsRoutes routes = new DnsRoutes(List.of(new DnsRoute(List.of(), nobody, List.of())));
		DnsPublications publications = new DnsPublications(routes, resolver, List.of(resolver),
				new Propagation(Ask.AUTHORITATIVE, Duration.ofMinutes(5), Duration.ZERO, true), this.store,
				InstantSource.system());
		this.servers.add(publications);
		this.solvers = new ChallengeSolvers(List.of(new Dns01ChallengeSolver(routes, publications)));
		return this;
	}

	/**
	 * Prove the names by a record that somebody creates, and not otherwise.
	 */
	Ward byLastingRecord() {
		this.challenges = List.of("dns-persist-01");
		this.solvers = new ChallengeSolvers(List.of(new Http01ChallengeSolver(),
				new DnsPersist01ChallengeSolver(() -> Dns.resolvers(List.of(this.dns.address())), () -> this.store,
						(identifier) -> this.domains.contains("*." + identifier), InstantSource.system())));
		return this;
	}

	private Socket dial(InetSocketAddress address) throws IOException {
		String key = new Target(address.getAddress()).text() + " " + address.getPort();
		return Dialer.connect(
				new InetSocketAddress(InetAddress.getLoopbackAddress(), this.routes.getOrDefault(key, this.nobody)));
	}

	@Override
	public void close() throws Exception {
		this.dns.close();
		for (AutoCloseable server : this.servers) {
			server.close();
		}
	}

	static HttpHandler answer(int status, Map<String, String> headers, String body) {
		return (exchange) -> {
			headers.forEach((name, value) -> exchange.getResponseHeaders().put(name, Arrays.asList(value)));
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, (bytes.length == 0) ? -1 : bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		};
	}

}
