package dev.autohttps.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpServer;
import dev.autohttps.acme.AccountSettings;
import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.AcmeLimits;
import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.acme.OrderSettings;
import dev.autohttps.acme.TlsAlpn01ChallengeSolver;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.SniKeyManager;
import dev.autohttps.test.Pebble;

/**
 * Orders from a CA without an application. Every step begins with what is stored.
 */
final class OrderBench implements AutoCloseable {

	private static final String PATH = "/.well-known/acme-challenge/";

	private final URI directory;

	private final SSLContext trust;

	private final IssuanceRepository issuances;

	private final OfferedAnswers answers = new OfferedAnswers();

	private final List<AutoCloseable> servers = new ArrayList<>();

	private volatile List<ChallengeAnswer> current = List.of();

	private TestStore store = new TestStore();

	private AcmeCertificateIssuer issuer;

	private OrderSettings settings = OrderSettings.DEFAULT;

	OrderBench(URI directory, Path trustPem) throws Exception {
		this.directory = directory;
		this.trust = trust(trustPem);
		this.issuances = new IssuanceRepository(new TestStore(), InstantSource.system(), (warning) -> {
			throw new AssertionError(warning);
		});
	}

	/**
	 * Answer HTTP-01 on a port of an address of this machine.
	 */
	OrderBench answeringHttp(String address, int port) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
		server.createContext(PATH, (exchange) -> {
			String token = exchange.getRequestURI().getPath().substring(PATH.length());
			byte[] answer = offered(token).getBytes(StandardCharsets.US_ASCII);
			exchange.sendResponseHeaders((answer.length > 0) ? 200 : 404, (answer.length > 0) ? answer.length : -1);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
		this.servers.add(() -> server.stop(0));
		return this;
	}

	private String offered(String token) {
		return this.current.stream()
			.filter((one) -> one.type().equals("http-01") && one.token().equals(token))
			.map(ChallengeAnswer::content)
			.findFirst()
			.orElse("");
	}

	/**
	 * Answer TLS-ALPN-01 on a port of an address of this machine.
	 */
	OrderBench answeringTls(String address, int port) throws Exception {
		this.servers.add(ChallengeServer.start(InetAddress.getByName(address), port,
				new SniKeyManager(new LiveCertificates(InstantSource.system()),
						new ChallengeCertificates(this.answers, InstantSource.system())),
				"TLSv1.3"));
		return this;
	}

	/**
	 * Order in this way from now on.
	 */
	OrderBench with(OrderSettings settings) {
		this.settings = settings;
		restart();
		return this;
	}

	/**
	 * Forget all that is not stored, such as the CA's directory.
	 */
	void restart() {
		this.issuer = null;
	}

	/**
	 * Lose the account.
	 */
	void forgetAccount() {
		this.store = new TestStore();
		restart();
	}

	AcmeCertificateIssuer issuer() {
		if (this.issuer == null) {
			this.issuer = makeIssuer();
		}
		return this.issuer;
	}

	private AcmeCertificateIssuer makeIssuer() {
		return new AcmeCertificateIssuer(new AcmeServer(this.directory, Standing.TRIAL),
				new AccountSettings(List.of(), true, null), this.settings, AcmeLimits.NONE, this.store,
				new ChallengeSolvers(List.of(new Http01ChallengeSolver(), new TlsAlpn01ChallengeSolver(null))),
				() -> this.trust, "", InstantSource.system());
	}

	static CertificateSpec spec(String... names) {
		return new CertificateSpec(new CertificateId("shop", KeyType.EC_P256), Domains.of(names), null,
				List.of("http-01", "tls-alpn-01"));
	}

	static Issuance begin(String... names) {
		return Issuance.begin(spec(names), Instant.now());
	}

	/**
	 * Obtain a certificate that Pebble knows again when it is to be replaced.
	 */
	Issuance obtainReplaceable(String name) throws Exception {
		Issuance issued = run(begin(name));
		while (!Pebble.knowsAsReplaced(certificate(issued).leaf())) {
			issued = run(begin(name));
		}
		return issued;
	}

	/**
	 * Begin to replace what another issuance ended with.
	 */
	Issuance renew(Issuance former) throws Exception {
		Map<String, String> details = issuer().replacing(certificate(former), former.details());
		return Issuance.begin(former.spec(), Instant.now(), details);
	}

	Issuance run(Issuance issuance) throws Exception {
		return runUntil(Step.ISSUED, issuance);
	}

	Issuance runUntil(Step step, Issuance issuance) throws Exception {
		Issuance reached = issuance;
		while (reached.step() != step) {
			reached = step(reached);
		}
		return reached;
	}

	Issuance step(Issuance issuance) throws IssuanceException {
		AcmeCertificateIssuer issuer = issuer();
		LockSupport.parkUntil(issuance.notBefore().toEpochMilli());
		this.issuances.save(issuer.id(), issuer.advance(issuance));
		Issuance stored = this.issuances.find(issuer.id(), issuance.spec());
		this.current = stored.answers();
		this.answers.withdraw(issuance.answers());
		this.answers.offer(stored.answers());
		return stored;
	}

	static ServerCertificate certificate(Issuance issued) throws Exception {
		return ServerCertificate.of(issued.key().getPrivate(), issued.chain());
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable server : this.servers) {
			server.close();
		}
	}

	private static SSLContext trust(Path trusted) throws GeneralSecurityException, IOException {
		KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
		roots.load(null, null);
		try (InputStream pem = Files.newInputStream(trusted)) {
			for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
				roots.setCertificateEntry("root-" + roots.size(), root);
			}
		}
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(roots);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, factory.getTrustManagers(), null);
		return context;
	}

}
