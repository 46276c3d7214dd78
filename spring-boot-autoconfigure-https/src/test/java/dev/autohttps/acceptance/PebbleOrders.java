package dev.autohttps.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpServer;
import dev.autohttps.acme.AccountSettings;
import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.AcmeLimits;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.CaListener;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.OrderSettings;
import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.acme.TlsAlpn01ChallengeSolver;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.test.Pebble;

/**
 * Issuers that order from one Pebble without an application, and a server that answers
 * what any of them offers over HTTP.
 */
final class PebbleOrders implements AutoCloseable {

	private static final String PATH = "/.well-known/acme-challenge/";

	private final Pebble pebble;

	private final Map<String, String> answers = new ConcurrentHashMap<>();

	private final HttpServer server;

	private final SSLContext trust;

	private AccountSettings.Binding binding;

	private final List<CaListener> listeners = new ArrayList<>();

	private boolean answering = true;

	PebbleOrders(Pebble pebble) throws IOException, GeneralSecurityException {
		this.pebble = pebble;
		this.trust = trust(pebble);
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), pebble.httpPort()), 0);
		this.server.createContext(PATH, (exchange) -> {
			String token = exchange.getRequestURI().getPath().substring(PATH.length());
			byte[] answer = this.answers.getOrDefault(token, "?").getBytes(StandardCharsets.US_ASCII);
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		this.server.start();
	}

	void bindAccountsTo(String keyId, String macKey) {
		this.binding = new AccountSettings.Binding(keyId, macKey);
	}

	/**
	 * Have somebody told of the traffic of the issuers that are made from now on.
	 */
	void tell(CaListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Offer nothing from now on, so that every validation fails.
	 */
	void answerNothing() {
		this.answering = false;
	}

	/**
	 * Return an issuer that knows nothing but what is stored.
	 */
	AcmeCertificateIssuer issuer(Store store, String... contacts) {
		return issuer(store, AcmeLimits.NONE, contacts);
	}

	AcmeCertificateIssuer issuer(Store store, AcmeLimits limits, String... contacts) {
		return new AcmeCertificateIssuer(new AcmeServer(this.pebble.directoryUrl(), Standing.TRIAL),
				new AccountSettings(List.of(contacts), true, this.binding), OrderSettings.DEFAULT, limits, store,
				new ChallengeSolvers(List.of(new Http01ChallengeSolver(), new TlsAlpn01ChallengeSolver(null))),
				() -> this.trust, "", InstantSource.system(), this.listeners);
	}

	Issuance obtain(AcmeCertificateIssuer issuer, String... names) throws IssuanceException {
		return finish(issuer, begin(names));
	}

	Issuance begin(String... names) {
		return Issuance.begin(new CertificateSpec(new CertificateId("shop", KeyType.EC_P256), Domains.of(names), null,
				List.of("http-01")), Instant.now());
	}

	Issuance until(Step step, AcmeCertificateIssuer issuer, Issuance begun) throws IssuanceException {
		Issuance current = begun;
		while (current.step() != step) {
			LockSupport.parkUntil(current.notBefore().toEpochMilli());
			current = issuer.advance(current);
			if (this.answering) {
				current.answers().forEach((answer) -> this.answers.put(answer.token(), answer.content()));
			}
		}
		return current;
	}

	Issuance finish(AcmeCertificateIssuer issuer, Issuance begun) throws IssuanceException {
		return until(Step.ISSUED, issuer, begun);
	}

	SSLContext trust() {
		return this.trust;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private static SSLContext trust(Pebble pebble) throws GeneralSecurityException, IOException {
		KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
		roots.load(null, null);
		try (InputStream pem = Files.newInputStream(pebble.trustPem())) {
			roots.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
		}
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(roots);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, factory.getTrustManagers(), null);
		return context;
	}

}
