package dev.autohttps.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.autohttps.RunningApplication;
import dev.autohttps.TestApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.renewal.CertificateExpiring;
import dev.autohttps.renewal.RenewalScheduler;
import dev.autohttps.server.TestServer;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.RevocationStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The life of a certificate as a user sees it over HTTP: each state, what is asked for,
 * and what is refused.
 */
@EnabledIfPebble
@Tag("acceptance")
class CertificatesEndpointTests {

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	@TempDir
	Path store;

	@ParameterizedTest(name = "{0} {1}")
	@CsvSource({ "TOMCAT, ''", "NETTY, ''", "TOMCAT, management.server.port=0", "NETTY, management.server.port=0" })
	void everyStateAndOperationIsSeenOverHttp(TestServer server, String more) throws Exception {
		try (Pebble pebble = Pebble.builder().retryAfter(0, 0).start()) {
			pebble.stop();
			try (Watched application = start(server, pebble, more)) {
				aPlaceholderIsDegraded(application);
				pebble.start();
				String first = aCertificateIsObtained(application, pebble);
				String second = itIsRenewedOnDemand(application, first);
				itIsChecked(application);
				aFailingRenewalIsNoReasonToWorry(application, pebble);
				String third = anotherSerial(application, second);
				String fourth = itIsRevokedAndReplaced(application, pebble, third);
				itIsRefusedWhatTheCaWouldRefuse(application, fourth);
				itIsCloseToItsEndAndThenOver(application, pebble);
				whatWasAskedForIsAudited(application);
			}
		}
	}

	private void aPlaceholderIsDegraded(Watched application) throws Exception {
		JsonNode json = application.until("a failure", (one) -> one.path("failure").isObject());
		assertThat(json.path("state").asString()).isEqualTo("PLACEHOLDER");
		assertThat(json.path("served").path("standing").asString()).isEqualTo("PLACEHOLDER");
		assertThat(json.path("failure").path("kind").asString()).isEqualTo("unavailable");
		assertThat(json.path("renewal").path("cause").asString()).isEqualTo("wait");
		assertThat(json.path("attempts").path(0).path("outcome").asString()).isEqualTo("failed");
		assertThat(json.path("attempts").path(0).path("step").asString()).isEqualTo("KEY_MADE");
		assertThat(application.json("/actuator/certificates").path("issuers").path(0).path("account").isNull())
			.isTrue();
		assertThat(application.get("/actuator/health").statusCode()).isEqualTo(200);
		assertThat(application.json("/actuator/health/certificates").path("status").asString()).isEqualTo("DEGRADED");
	}

	private String aCertificateIsObtained(Watched application, Pebble pebble) throws Exception {
		JsonNode json = application.until("a certificate", (one) -> one.path("state").asString().equals("VALID"));
		JsonNode served = json.path("served");
		assertThat(served.path("serial").asString()).isEqualTo(application.live());
		assertThat(served.path("chain")).hasSizeGreaterThan(1);
		assertThat(served.path("lifetimeUsed").asDouble()).isBetween(0.0, 0.01);
		assertThat(json.path("bundle").asString()).isEqualTo("https");
		assertThat(json.path("servers").path(0).path("name").asString()).isEqualTo("application");
		assertThat(json.path("servers").path(0).path("port").asInt()).isEqualTo(application.port());
		assertThat(json.path("servers")).hasSize(1);
		JsonNode obtained = json.path("attempts").path(0);
		assertThat(obtained.path("outcome").asString()).isEqualTo("obtained");
		assertThat(Duration.parse(obtained.path("duration").asString())).isPositive();
		assertThat(budget(json, "certificates").path("spent").asInt()).isOne();
		assertThat(budget(json, "certificates").path("period").asString()).isEqualTo("PT1H");
		assertThat(budget(json, "certificates").path("freeAt").isNull()).isTrue();
		JsonNode issuer = application.json("/actuator/certificates").path("issuers").path(0);
		assertThat(issuer.path("name").asString()).isEqualTo(json.path("issuer").asString())
			.isEqualTo(pebble.directoryUrl().toString());
		assertThat(issuer.path("account").path("url").asString()).startsWith("https://");
		assertThat(issuer.path("account").path("contacts").toString()).isEqualTo("[\"mailto:ops@shop.example\"]");
		JsonNode advised = application.until("the CA's advice", (one) -> one.path("renewal").path("window").isObject());
		assertThat(advised.path("renewal").path("cause").asString()).isEqualTo("advice");
		assertThat(Instant.parse(advised.path("renewal").path("window").path("chosen").asString()))
			.isEqualTo(advised.path("renewal").path("nextAttempt").asString());
		assertThat(application.json("/actuator/health/certificates").path("status").asString()).isEqualTo("UP");
		return served.path("serial").asString();
	}

	private String itIsRenewedOnDemand(Watched application, String former) throws Exception {
		HttpResponse<String> answer = application.post("/actuator/certificates/https/renew", "{}");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
		assertThat(Watched.json(answer).path("outcome").asString()).isEqualTo("ACCEPTED");
		assertThat(application.post("/actuator/certificates/other/renew", "{}").statusCode()).isEqualTo(404);
		assertThat(application.post("/actuator/certificates/https/paint", "{}").statusCode()).isEqualTo(400);
		return anotherSerial(application, former);
	}

	private static String anotherSerial(Watched application, String former) throws Exception {
		String serial = application
			.until("another certificate",
					(one) -> one.path("state").asString().equals("VALID")
							&& !one.path("served").path("serial").asString().equals(former))
			.path("served")
			.path("serial")
			.asString();
		assertThat(application.live()).isEqualTo(serial);
		return serial;
	}

	private void itIsChecked(Watched application) throws Exception {
		HttpResponse<String> answer = application.post("/actuator/certificates/https/check", "");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		JsonNode findings = Watched.json(answer).path("findings");
		assertThat(findings.valueStream().map((one) -> one.path("check").asString())).contains("store", "clock");
		assertThat(findings.path(0).propertyNames()).contains("severity", "subject", "seen", "expected", "remedy");
	}

	private void aFailingRenewalIsNoReasonToWorry(Watched application, Pebble pebble) throws Exception {
		pebble.stop();
		assertThat(application.post("/actuator/certificates/https/renew", "{}").statusCode()).isEqualTo(202);
		JsonNode json = application.until("a failure", (one) -> one.path("state").asString().equals("FAILING"));
		assertThat(json.path("failure").path("message").asString()).contains("cannot be reached");
		HttpResponse<String> refused = application.post("/actuator/certificates/https/renew", "{}");
		if (refused.statusCode() == 429) {
			// Unless it is being tried at this very moment.
			assertThat(Watched.json(refused).path("allowedAt").isNull()).isFalse();
		}
		else {
			assertThat(refused.statusCode()).isEqualTo(202);
		}
		JsonNode health = application.json("/actuator/health/certificates");
		assertThat(health.path("status").asString()).isEqualTo("UP");
		assertThat(health.path("details").path("https (ec-p256)").path("warning").asString())
			.contains("cannot be reached");
		pebble.start();
	}

	private String itIsRevokedAndReplaced(Watched application, Pebble pebble, String serial) throws Exception {
		HttpResponse<String> wrong = application.post("/actuator/certificates/https/revoke",
				"{\"reason\": \"out of fashion\"}");
		assertThat(wrong.statusCode()).isEqualTo(400);
		assertThat(Watched.json(wrong).path("message").asString()).contains("key-compromise");
		X509Certificate revoked = application.served();
		HttpResponse<String> answer = application.post("/actuator/certificates/https/revoke",
				"{\"reason\": \"superseded\"}");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		assertThat(Watched.json(answer).path("revoked").toString()).isEqualTo("[\"" + serial + "\"]");
		assertThat(pebble.status(revoked)).isEqualTo(new RevocationStatus(true, 4));
		return anotherSerial(application, serial);
	}

	private void itIsRefusedWhatTheCaWouldRefuse(Watched application, String serial) throws Exception {
		JsonNode budget = budget(application.certificate(), "certificates");
		assertThat(budget.path("spent").asInt()).isEqualTo(budget.path("allowed").asInt()).isEqualTo(4);
		HttpResponse<String> answer = application.post("/actuator/certificates/https/renew", "{}");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
		Instant allowed = Instant.parse(Watched.json(answer).path("allowedAt").asString());
		assertThat(allowed).isEqualTo(budget.path("freeAt").asString())
			.isBetween(Instant.now().plus(Duration.ofMinutes(50)), Instant.now().plus(Duration.ofHours(1)));
		assertThat(Watched.json(answer).path("message").asString()).startsWith("Not before ")
			.contains("4 certificates");
		assertThat(application.certificate().path("state").asString()).isEqualTo("VALID");
		assertThat(application.live()).isEqualTo(serial);
	}

	private void itIsCloseToItsEndAndThenOver(Watched application, Pebble pebble) throws Exception {
		pebble.stop();
		JsonNode served = application.certificate().path("served");
		Instant notAfter = Instant.parse(served.path("notAfter").asString());
		Duration lifetime = Duration.between(Instant.parse(served.path("notBefore").asString()), notAfter);
		application.leapTo(notAfter.minus(lifetime.dividedBy(11)));
		JsonNode json = application.until("its end is near", (one) -> one.path("state").asString().equals("EXPIRING"));
		assertThat(json.path("served").path("lifetimeUsed").asDouble()).isBetween(0.9, 0.92);
		assertThat(application.json("/actuator/health/certificates").path("status").asString()).isEqualTo("DEGRADED");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(application.bean(Surroundings.class).expiring).singleElement()
				.extracting(CertificateExpiring::serial)
				.isEqualTo(served.path("serial").asString()));
		application.leapTo(notAfter.plusSeconds(1));
		application.until("it is over", (one) -> one.path("state").asString().equals("EXPIRED"));
		assertThat(application.json("/actuator/health/certificates").path("status").asString()).isEqualTo("DEGRADED");
		assertThat(application.get("/actuator/health").statusCode()).isEqualTo(200);
	}

	private void whatWasAskedForIsAudited(Watched application) throws Exception {
		JsonNode events = application.json("/actuator/auditevents").path("events");
		List<String> told = events.valueStream()
			.map((event) -> event.path("type").asString() + " " + event.path("data").path("outcome").asString())
			.toList();
		assertThat(told)
			.startsWith("HTTPS_CERTIFICATE_RENEW ACCEPTED", "HTTPS_CERTIFICATE_CHECK DONE",
					"HTTPS_CERTIFICATE_RENEW ACCEPTED")
			.endsWith("HTTPS_CERTIFICATE_REVOKE DONE", "HTTPS_CERTIFICATE_RENEW REFUSED");
		assertThat(events.path(0).path("principal").asString()).isEqualTo("anonymous");
		assertThat(events.path(0).path("data").path("certificate").asString()).isEqualTo("https");
	}

	private static JsonNode budget(JsonNode certificate, String limit) {
		return certificate.path("budget")
			.valueStream()
			.filter((one) -> one.path("limit").asString().equals(limit))
			.findFirst()
			.orElseThrow();
	}

	private Watched start(TestServer server, Pebble pebble, String more) {
		List<String> properties = new ArrayList<>(server.properties());
		properties.addAll(List.of("https.issuer=acme", "https.domains=a.test", "https.http.port=" + pebble.httpPort(),
				"https.acme.server=" + pebble.directoryUrl(), "https.acme.contact=ops@shop.example",
				"https.acme.terms-of-service-agreed=true", "https.acme.ssl.bundle=pebble", "https.acme.preflight=warn",
				"https.acme.limits.certificates.count=4", "https.acme.limits.certificates.period=1h",
				"spring.ssl.bundle.pem.pebble.truststore.certificate=" + pebble.trustPem().toUri(),
				"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"management.endpoint.certificates.access=unrestricted"));
		Stream.of(more).filter((one) -> !one.isEmpty()).forEach(properties::add);
		return new Watched(RunningApplication.start(this.store, List.of(TestApplication.class, Surroundings.class),
				properties.toArray(String[]::new)));
	}

	/**
	 * An application as it is seen over HTTP.
	 */
	private record Watched(RunningApplication application, HttpClient client) implements AutoCloseable {

		Watched(RunningApplication application) {
			this(application,
					HttpClient.newBuilder()
						.version(HttpClient.Version.HTTP_1_1)
						.sslContext(TlsClient.trustingAnybody().context())
						.build());
		}

		JsonNode certificate() throws Exception {
			return json("/actuator/certificates/https").path("certificates").path(0);
		}

		JsonNode until(String what, Predicate<JsonNode> condition) throws Exception {
			await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::certificate, condition);
			return certificate();
		}

		HttpResponse<String> get(String path) throws Exception {
			return send(HttpRequest.newBuilder(uri(path)));
		}

		HttpResponse<String> post(String path, String body) throws Exception {
			return send(HttpRequest.newBuilder(uri(path))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body)));
		}

		JsonNode json(String path) throws Exception {
			HttpResponse<String> answer = get(path);
			assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
			return json(answer);
		}

		static JsonNode json(HttpResponse<String> answer) {
			return JsonMapper.shared().readTree(answer.body());
		}

		int port() {
			return this.application.port();
		}

		<T> T bean(Class<T> type) {
			return this.application.bean(type);
		}

		/**
		 * The serial number of what is served.
		 */
		String live() {
			return bean(LiveCertificates.class).current().named("https").get(0).certificate().serial();
		}

		X509Certificate served() {
			return bean(LiveCertificates.class).current().named("https").get(0).certificate().leaf();
		}

		/**
		 * The scheduler would notice within a minute; it looks at the clock when it
		 * starts.
		 */
		void leapTo(Instant moment) {
			bean(Surroundings.class).offset.set(Duration.between(Instant.now(), moment));
			RenewalScheduler scheduler = bean(RenewalScheduler.class);
			scheduler.stop();
			scheduler.start();
		}

		@Override
		public void close() {
			this.application.close();
		}

		private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
			return this.client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
		}

		private URI uri(String path) {
			String management = this.application.context().getEnvironment().getProperty("local.management.port");
			boolean other = management != null && Integer.parseInt(management) != port();
			return other ? URI.create("http://localhost:" + management + path) : this.application.https(path);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Surroundings {

		private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

		private final List<CertificateExpiring> expiring = new ArrayList<>();

		@Bean
		InstantSource httpsClock() {
			return () -> Instant.now().plus(this.offset.get());
		}

		@Bean
		AuditEventRepository auditEvents() {
			return new InMemoryAuditEventRepository();
		}

		@EventListener
		void expiring(CertificateExpiring event) {
			this.expiring.add(event);
		}

	}

}
