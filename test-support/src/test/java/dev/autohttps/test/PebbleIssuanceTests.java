package dev.autohttps.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a {@link Pebble} that issues.
 */
@EnabledIfPebble
class PebbleIssuanceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void issuesToWhoeverAnswersOnItsHttpPortAndCountsIt() throws Exception {
		try (Pebble pebble = Pebble.builder().profile("short", Duration.ofMinutes(5)).start()) {
			List<X509Certificate> chain = issue(pebble).getCertificateChain();
			chain.get(0).verify(pebble.intermediates().get(0).getPublicKey());
			assertThat(
					Duration.between(chain.get(0).getNotBefore().toInstant(), chain.get(0).getNotAfter().toInstant()))
				.isBetween(Duration.ofSeconds(299), Duration.ofSeconds(300));
			assertThat(pebble.accountsMade()).isOne();
			assertThat(pebble.ordersPlaced()).isOne();
			assertThat(pebble.certificatesIssued()).isOne();
			assertThat(pebble.requestsSeen()).contains("POST /sign-me-up", "POST /order-plz", "POST /certZ/");
			pebble.stop();
			assertThat(pebble.ordersPlaced()).isOne();
			pebble.start();
			assertThat(pebble.sinceStart().ordersPlaced()).isZero();
			assertThat(pebble.activity().certificatesIssued()).isOne();
		}
	}

	@Test
	void alternateRootsVouchForTheSameCertificateByChainsOfTheGivenLength() throws Exception {
		try (Pebble pebble = Pebble.builder().alternateRoots(2).chainLength(2).start()) {
			Certificate certificate = issue(pebble);
			assertThat(certificate.getCertificateChain()).hasSize(3);
			assertThat(certificate.getAlternateCertificates()).hasSize(2);
			assertThat(pebble.root(0)).isEqualTo(pebble.root());
			assertThat(List.of(pebble.root(0), pebble.root(1), pebble.root(2))).doesNotHaveDuplicates();
			for (Certificate alternate : certificate.getAlternateCertificates()) {
				assertThat(alternate.getCertificate()).isEqualTo(certificate.getCertificate());
				X509Certificate last = alternate.getCertificateChain().get(2);
				assertThat(List.of(pebble.root(1), pebble.root(2)))
					.filteredOn((root) -> root.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
					.singleElement()
					.satisfies((root) -> last.verify(root.getPublicKey()));
			}
		}
	}

	@Test
	@EnabledIfNameServers
	void looksForTxtRecordsWhereItsResolverLeads(@TempDir Path folder) throws Exception {
		int port = Ports.free();
		try (NameServer resolver = NameServer.resolver(folder).forward("shop.example", "127.0.0.1:" + port).start();
				Pebble pebble = Pebble.builder().resolver(resolver.address()).start()) {
			Order order = account(pebble).newOrder().domain("*.shop.example").create();
			Authorization authorization = order.getAuthorizations().get(0);
			Dns01Challenge challenge = authorization.findChallenge(Dns01Challenge.class).orElseThrow();
			String record = "_acme-challenge TXT " + challenge.getDigest();
			try (NameServer server = NameServer.knot(folder)
				.port(port)
				.zone(TestZone.of("shop.example", record))
				.start()) {
				challenge.trigger();
				assertThat(authorization.waitForCompletion(PATIENCE)).as(server::lastLines).isEqualTo(Status.VALID);
			}
		}
	}

	@Test
	void tellsWhetherACertificateIsRevokedAndWhy() throws Exception {
		try (Pebble pebble = Pebble.builder().start()) {
			Certificate certificate = issue(pebble);
			assertThat(pebble.status(certificate.getCertificate())).isEqualTo(new RevocationStatus(false, null));
			certificate.revoke(RevocationReason.SUPERSEDED);
			assertThat(pebble.status(certificate.getCertificate())).isEqualTo(new RevocationStatus(true, 4));
		}
	}

	@Test
	void saysWhatItIsToldOfTheRenewalOfACertificate() throws Exception {
		try (Pebble pebble = Pebble.builder().start()) {
			Certificate certificate = issue(pebble);
			Instant start = Instant.parse("2026-01-02T03:04:05Z");
			Instant end = start.plusSeconds(600);
			pebble.renewalInfo(certificate.getCertificate(), start, end, null);
			assertThat(certificate.getRenewalInfo().getSuggestedWindowStart()).isEqualTo(start);
			assertThat(certificate.getRenewalInfo().getSuggestedWindowEnd()).isEqualTo(end);
			assertThat(certificate.getRenewalInfo().getExplanation()).isEmpty();
			pebble.renewalInfo(certificate.getCertificate(), start, end, URI.create("https://ca.example/why"));
			assertThat(renewalInfo(certificate).getExplanation()).hasValue(new URL("https://ca.example/why"));
			pebble.renewalInfo(certificate.getCertificate(), "\"no JSON\n");
			assertThatExceptionOfType(AcmeProtocolException.class).isThrownBy(() -> renewalInfo(certificate))
				.withMessageContaining("no JSON");
		}
	}

	private static RenewalInfo renewalInfo(Certificate certificate) throws AcmeException {
		RenewalInfo read = certificate.getRenewalInfo();
		read.fetch();
		return read;
	}

	private static Certificate issue(Pebble pebble) throws Exception {
		Order order = account(pebble).newOrder().domain("shop.example").create();
		assertThat(answer(pebble, order.getAuthorizations().get(0))).isEqualTo(Status.VALID);
		order.execute(keyPair());
		assertThat(order.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
		return order.getCertificate();
	}

	private static KeyPair keyPair() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(256);
		return generator.generateKeyPair();
	}

	private static Account account(Pebble pebble) throws Exception {
		SSLContext trust = TestTrust.in(pebble.trustPem());
		Session session = new Session(pebble.directoryUrl(), new GenericAcmeProvider() {

			@Override
			public HttpClient createHttpClient(NetworkSettings settings) {
				return HttpClient.newBuilder().sslContext(trust).build();
			}

		});
		return new AccountBuilder().agreeToTermsOfService().useKeyPair(keyPair()).create(session);
	}

	private static Status answer(Pebble pebble, Authorization authorization) throws Exception {
		Http01Challenge challenge = authorization.findChallenge(Http01Challenge.class).orElseThrow();
		byte[] answer = challenge.getAuthorization().getBytes(StandardCharsets.US_ASCII);
		HttpServer server = HttpServer
			.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), pebble.httpPort()), 0);
		server.createContext("/.well-known/acme-challenge/" + challenge.getToken(), (exchange) -> {
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
		try {
			challenge.trigger();
			return authorization.waitForCompletion(PATIENCE);
		}
		finally {
			server.stop(0);
		}
	}

}
