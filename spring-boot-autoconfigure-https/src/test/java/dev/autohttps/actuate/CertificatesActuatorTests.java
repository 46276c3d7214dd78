package dev.autohttps.actuate;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.autohttps.Certificates;
import dev.autohttps.RunningApplication;
import dev.autohttps.TestApplication;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.ChallengeRequest;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.store.file.FileStore;
import dev.autohttps.test.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Actuator shows of the certificates, over HTTP.
 */
class CertificatesActuatorTests {

	private static final String[] EXPOSED = { "management.endpoints.web.exposure.include=*",
			"management.endpoint.health.show-details=always", "management.info.ssl.enabled=true" };

	private static final String MAC_KEY = "bm90LXRvLWJlLXNob3duLW5vdC10by1iZS1zaG93bi1ub3QtdG8tYmUtc2hvd24";

	@TempDir
	static Path store;

	@TempDir
	static Path files;

	/**
	 * With a certificate of the local CA, and an expired one in a bundle of the user's.
	 */
	private static RunningApplication application;

	/**
	 * With a certificate that was never obtained, and one that expired.
	 */
	private static RunningApplication troubled;

	private static ServerCertificate expired;

	@BeforeAll
	static void startTheApplications() throws Exception {
		expired = Certificates.selfSigned(Instant.now().minus(Duration.ofDays(400)), "old.example");
		application = RunningApplication.start(store, TestApplication.class,
				with("spring.ssl.bundle.pem.mine.keystore.certificate=" + file("mine.crt", Pem.encode(expired.chain())),
						"spring.ssl.bundle.pem.mine.keystore.private-key="
								+ file("mine.key", Pem.encode(expired.privateKey()))));
		String server = "https://localhost:" + Ports.free() + "/directory";
		CertificateId id = new CertificateId("old", KeyType.EC_P256);
		new CertificateRepository(new FileStore(store), InstantSource.system(), (warning) -> {
		}).save(AcmeServer.of(server).id(), new CertificateSpec(id, Domains.of("old.example"), null, List.of()),
				expired);
		troubled = RunningApplication.start(store, TestApplication.class,
				with("management.server.port=0", "https.issuer=acme", "https.acme.server=" + server,
						"https.acme.terms-of-service-agreed=true", "https.acme.external-account-binding.key-id=me",
						"https.acme.external-account-binding.mac-key=" + MAC_KEY,
						"https.certificates.old.domains=old.example", "https.certificates.new.domains=new.example",
						"https.default-certificate=old"));
	}

	@AfterAll
	static void closeTheApplications() {
		application.close();
		troubled.close();
	}

	@Test
	void theEndpointShowsAllCertificates() throws Exception {
		JsonNode whole = json(application, "/actuator/certificates");
		assertThat(whole.propertyNames()).containsExactlyInAnyOrder("now", "operations", "certificates", "issuers");
		JsonNode json = whole.path("certificates");
		assertThat(json).hasSize(1);
		assertThat(json.path(0).propertyNames()).containsExactlyInAnyOrder("name", "domains", "keyType", "state",
				"bundle", "servers", "issuer", "served", "renewal", "failure", "attempts", "budget", "records");
		assertThat(json.path(0).path("name").asString()).isEqualTo("https");
		assertThat(json.path(0).path("domains").toString()).isEqualTo("[\"localhost\",\"127.0.0.1\",\"::1\"]");
		assertThat(json.path(0).path("keyType").asString()).isEqualTo("ec-p256");
		assertThat(json.path(0).path("state").asString()).isEqualTo("VALID");
		assertThat(json.path(0).path("issuer").asString()).isEqualTo("local CA");
		assertThat(json.path(0).path("failure").isNull()).isTrue();
	}

	@Test
	void theEndpointShowsWhatIsServedAndUntilWhen() throws Exception {
		JsonNode json = json(application, "/actuator/certificates/https").path("certificates").path(0);
		ServerCertificate live = live().certificate();
		JsonNode served = json.path("served");
		assertThat(served.propertyNames()).containsExactlyInAnyOrder("standing", "subject", "issuer", "domains",
				"serial", "fingerprint", "notBefore", "notAfter", "lifetimeUsed", "chain");
		assertThat(served.path("standing").asString()).isEqualTo("TRIAL");
		assertThat(served.path("issuer").asString()).contains("autohttps local CA");
		assertThat(served.path("serial").asString()).isEqualTo(live.serial());
		assertThat(served.path("fingerprint").asString()).isEqualTo(live.alias());
		assertThat(Instant.parse(served.path("notAfter").asString())).isEqualTo(live.notAfter());
		assertThat(Instant.parse(json.path("renewal").path("nextAttempt").asString())).isBetween(Instant.now(),
				live.notAfter());
		assertThat(json.path("renewal").path("reason").asString()).contains("of its lifetime is left then");
	}

	@Test
	void nothingCanBeAskedForUnlessThatIsAllowed() throws Exception {
		assertThat(json(application, "/actuator/certificates").path("operations")).isEmpty();
		HttpResponse<String> answer = application
			.send(HttpRequest.newBuilder(application.https("/actuator/certificates/https/renew"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.noBody()));
		assertThat(answer.statusCode()).isIn(404, 405);
	}

	@ParameterizedTest
	@CsvSource({ "readiness, 'dns-01,http-01', false", "readiness, 'http-01,dns-01', false", "readiness, dns-01, true",
			"liveness, dns-01, false" })
	void theHealthOfCertificatesDecidesOverRequestsOnlyWhereTheCaMakesNone(String group, String challenges,
			boolean allowed) {
		String include = "management.endpoint.health.group." + group + ".include";
		new WebApplicationContextRunner()
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("dns", new NoDns()))
			.withUserConfiguration(TestApplication.class)
			.withPropertyValues("https.store.directory=" + store, "https.domains=probe.example", "https.issuer=acme",
					"https.acme.server=https://localhost:" + Ports.free() + "/directory",
					"https.acme.terms-of-service-agreed=true", "https.acme.challenges=" + challenges,
					"management.endpoint.health.probes.enabled=true", include + "=" + group + "State,certificates")
			.run((context) -> {
				if (allowed) {
					assertThat(context).hasNotFailed().hasBean("certificatesHealthIndicator");
				}
				else {
					assertThat(context).getFailure().rootCause().hasMessageContaining(include);
				}
			});
	}

	@Test
	void theEndpointKnowsNoOtherName() throws Exception {
		assertThat(application.get("/actuator/certificates/other").statusCode()).isEqualTo(404);
		assertThat(application.get("/actuator/certificates/mine").statusCode()).isEqualTo(404);
	}

	@Test
	void theEndpointShowsWhatFailedAndWhenItIsTriedAgain() throws Exception {
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(
					json(troubled, "/actuator/certificates/new").path("certificates").path(0).path("failure").isNull())
				.isFalse());
		JsonNode json = json(troubled, "/actuator/certificates/new").path("certificates").path(0);
		assertThat(json.path("state").asString()).isEqualTo("PLACEHOLDER");
		assertThat(json.path("failure").path("count").asInt()).isPositive();
		assertThat(json.path("failure").path("kind").asString()).isEqualTo("unavailable");
		assertThat(json.path("failure").path("message").asString()).contains("cannot be reached");
		assertThat(Instant.parse(json.path("failure").path("retryAt").asString()))
			.isAfter(Instant.parse(json.path("failure").path("at").asString()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "certificates", "certificates/https", "health", "info", "env", "configprops", "beans",
			"metrics/ssl.chain.expiry" })
	void noEndpointShowsASecret(String endpoint) throws Exception {
		String key = Base64.getEncoder().encodeToString(live().certificate().privateKey().getEncoded());
		assertThat(application.get("/actuator/" + endpoint).body()).doesNotContain(key.substring(key.length() - 60))
			.doesNotContain("PRIVATE KEY");
		assertThat(get(troubled, "/actuator/" + endpoint).body()).doesNotContain(MAC_KEY);
	}

	@Test
	void theHealthOfAValidCertificateIsGood() throws Exception {
		JsonNode json = json(application, "/actuator/health/certificates");
		assertThat(json.path("status").asString()).isEqualTo("UP");
		JsonNode details = json.path("details").path("https (ec-p256)");
		assertThat(details.path("state").asString()).isEqualTo("VALID");
		assertThat(Instant.parse(details.path("notAfter").asString())).isAfter(Instant.now());
	}

	@Test
	void theHealthOfPlaceholdersAndExpiredOnesIsDegradedAndNoError() throws Exception {
		JsonNode json = json(troubled, "/actuator/health/certificates");
		assertThat(json.path("status").asString()).isEqualTo("DEGRADED");
		assertThat(json.path("details").path("new (ec-p256)").path("state").asString()).isEqualTo("PLACEHOLDER");
		assertThat(json.path("details").path("old (ec-p256)").path("state").asString()).isEqualTo("EXPIRED");
		assertThat(get(troubled, "/actuator/health").statusCode()).isEqualTo(200);
	}

	@Test
	void anExpiredCertificateIsServed() throws Exception {
		JsonNode json = json(troubled, "/actuator/certificates/old").path("certificates").path(0);
		assertThat(json.path("served").path("serial").asString()).isEqualTo(expired.serial());
	}

	@Test
	void theHealthOfAllBundlesLeavesOursAlone() throws Exception {
		assertThat(json(troubled, "/actuator/health/ssl").path("status").asString()).isEqualTo("UP");
		assertThat(get(troubled, "/actuator/health/ssl").body()).doesNotContain("old.example")
			.doesNotContain(expired.serial());
	}

	@Test
	void theHealthOfAllBundlesSeesThoseOfTheUser() throws Exception {
		HttpResponse<String> response = application.get("/actuator/health/ssl");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("OUT_OF_SERVICE").contains(expired.serial()).doesNotContain("\"https\"");
	}

	@Test
	void bootsViewsShowTheCurrentCertificateAfterEachChange() throws Exception {
		for (int i = 0; i < 2; i++) {
			String serial = Certificates.renew(application, store, "https");
			assertThat(application.get("/actuator/info").body()).contains(serial);
			JsonNode json = json(application, "/actuator/metrics/ssl.chain.expiry?tag=bundle:https");
			assertThat(tag(json, "certificate")).containsExactly(serial);
			assertThat(tag(json, "chain")).containsExactly("https");
			assertThat(json.path("measurements").path(0).path("value").asDouble())
				.isBetween((double) Duration.ofDays(6).toSeconds(), (double) Duration.ofDays(7).toSeconds());
		}
	}

	@Test
	void aCertificateThatExpiresWhileItIsServedDegradesTheHealth() throws Exception {
		try (RunningApplication clocked = RunningApplication.start(store, List.of(TestApplication.class, Clocked.class),
				with())) {
			assertThat(json(clocked, "/actuator/health/certificates").path("status").asString()).isEqualTo("UP");
			clocked.bean(Clocked.class).offset.set(Duration.ofDays(8));
			JsonNode json = json(clocked, "/actuator/health/certificates");
			assertThat(json.path("status").asString()).isEqualTo("DEGRADED");
			assertThat(json.path("details").path("https (ec-p256)").path("state").asString()).isEqualTo("EXPIRED");
			assertThat(clocked.get("/actuator/health").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void theIndicatorsAreLeftOutIfTheyAreSwitchedOff() throws Exception {
		try (RunningApplication without = RunningApplication.start(store, TestApplication.class,
				with("management.health.certificates.enabled=false", "management.health.ssl.enabled=false",
						"management.endpoint.certificates.access=none"))) {
			assertThat(without.get("/actuator/health/certificates").statusCode()).isEqualTo(404);
			assertThat(without.get("/actuator/health/ssl").statusCode()).isEqualTo(404);
			assertThat(without.get("/actuator/certificates").statusCode()).isEqualTo(404);
		}
	}

	private static String[] with(String... properties) {
		return Stream.concat(Arrays.stream(EXPOSED), Arrays.stream(properties)).toArray(String[]::new);
	}

	private static Path file(String name, String content) throws Exception {
		return Files.writeString(files.resolve(name), content);
	}

	private static LiveCertificate live() {
		return application.bean(LiveCertificates.class).current().named("https").get(0);
	}

	/**
	 * What is in trouble is asked on a port of its own, where no certificate is needed.
	 */
	private static HttpResponse<String> get(RunningApplication application, String path) throws Exception {
		String port = application.context().getEnvironment().getProperty("local.management.port");
		return (application == troubled)
				? application.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)))
				: application.get(path);
	}

	private static JsonNode json(RunningApplication application, String path) throws Exception {
		HttpResponse<String> response = get(application, path);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private static List<String> tag(JsonNode metric, String name) {
		for (JsonNode tag : metric.path("availableTags")) {
			if (tag.path("tag").asString().equals(name)) {
				return tag.path("values").valueStream().map(JsonNode::asString).toList();
			}
		}
		return List.of();
	}

	/**
	 * A way that is only there, for what is never ordered.
	 */
	private static final class NoDns implements ChallengeSolver {

		@Override
		public String type() {
			return "dns-01";
		}

		@Override
		public boolean proves(Domain domain) {
			return true;
		}

		@Override
		public ChallengeAnswer answer(ChallengeRequest request) {
			throw new UnsupportedOperationException();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Clocked {

		private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

		@Bean
		InstantSource httpsClock() {
			return () -> Instant.now().plus(this.offset.get());
		}

	}

}
