package dev.autohttps.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.autohttps.EchoController;
import dev.autohttps.TestApplication;
import dev.autohttps.renewal.CertificateOperations;
import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.CertificateRenewed;
import dev.autohttps.renewal.CertificateStatus;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A renewal as the test of an application makes it happen.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = { TestApplication.class, EchoController.class },
		properties = { "https.domains=shop.example", "management.endpoints.web.exposure.include=certificates",
				"management.endpoint.certificates.access=unrestricted" })
@AutoConfigureRestTestClient
@Import(RenewalInATestTests.Configuration.class)
class RenewalInATestTests {

	@Autowired
	private CertificateOperations operations;

	@Autowired
	private CertificateRegistry certificates;

	@Autowired
	private SettableClock clock;

	@Autowired
	private Renewals renewals;

	@Autowired
	private RestTestClient client;

	@Autowired
	private ServedCertificatesTrust trust;

	@LocalServerPort
	private int port;

	@Test
	void aRenewedCertificateIsServed() throws Exception {
		BigInteger before = servedSerial();
		this.operations.renew("https");
		await().untilAsserted(() -> assertThat(servedSerial()).isNotEqualTo(before));
		this.client.get().uri("/hello").exchange().expectStatus().isOk();
	}

	@Test
	void theApplicationHearsOfARenewal() throws Exception {
		int before = this.renewals.heard.size();
		this.operations.renew("https");
		await().untilAsserted(() -> assertThat(this.renewals.heard).hasSizeGreaterThan(before));
		CertificateRenewed renewed = this.renewals.heard.get(before);
		assertThat(renewed.serial()).isEqualTo(servedSerial().toString(16));
	}

	@Test
	void theEndpointRenews() throws Exception {
		BigInteger before = servedSerial();
		this.client.post()
			.uri("/actuator/certificates/https/renew")
			.contentType(MediaType.APPLICATION_JSON)
			.exchange()
			.expectStatus()
			.is2xxSuccessful();
		await().untilAsserted(() -> assertThat(servedSerial()).isNotEqualTo(before));
	}

	@Test
	void aCertificateIsRenewedWhenItsTimeHasCome() throws Exception {
		BigInteger before = servedSerial();
		CertificateStatus status = this.certificates.list().get(0);
		this.clock.setTo(status.nextAttempt().plusSeconds(1));
		this.operations.look();
		await().untilAsserted(() -> assertThat(servedSerial()).isNotEqualTo(before));
		assertThat(this.certificates.list().get(0).live().certificate().notAfter())
			.isAfter(status.live().certificate().notAfter());
		this.client.get().uri("/hello").exchange().expectStatus().isOk();
	}

	/**
	 * A client that is new each time, since a connection keeps the certificate that it
	 * began with.
	 */
	private BigInteger servedSerial() throws IOException, InterruptedException {
		HttpClient client = HttpClient.newBuilder().sslContext(this.trust.createContext()).build();
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + this.port + "/hello")).build();
		X509Certificate certificate = (X509Certificate) client.send(request, BodyHandlers.discarding())
			.sslSession()
			.orElseThrow()
			.getPeerCertificates()[0];
		return certificate.getSerialNumber();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Configuration {

		@Bean
		SettableClock httpsClock() {
			return new SettableClock();
		}

		@Bean
		Renewals renewals() {
			return new Renewals();
		}

	}

	static class SettableClock implements InstantSource {

		private volatile Duration ahead = Duration.ZERO;

		@Override
		public Instant instant() {
			return Instant.now().plus(this.ahead);
		}

		void setTo(Instant moment) {
			this.ahead = Duration.between(Instant.now(), moment);
		}

	}

	static class Renewals {

		private final List<CertificateRenewed> heard = new CopyOnWriteArrayList<>();

		@EventListener
		void hear(CertificateRenewed event) {
			this.heard.add(event);
		}

	}

}
