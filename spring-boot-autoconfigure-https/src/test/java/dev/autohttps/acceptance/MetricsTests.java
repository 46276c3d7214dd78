package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.server.TestServer;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Fault;
import dev.autohttps.test.FaultyAnswer;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What the metrics of a running application say, over HTTP, when a certificate is
 * obtained, when the CA refuses it, and when the CA is down.
 */
@EnabledIfPebble
@Tag("acceptance")
class MetricsTests {

	private static final String MAC_KEY = "c2VjcmV0LW1hYy1rZXktb2YtYW4tZXh0ZXJuYWwtYWNjb3VudC1iaW5kaW5n";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=certificates,metrics,prometheus";

	@TempDir
	Path store;

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = { "TOMCAT", "NETTY" })
	void anIssuanceIsMeasured(TestServer server) throws Exception {
		try (Pebble pebble = Pebble.builder().externalAccountBinding("kid-1", MAC_KEY).start();
				ObservedApplication application = ObservedApplication
					.start(server, pebble, this.store, "https.domains=shop.test", EXPOSED,
							"https.acme.external-account-binding.key-id=kid-1",
							"https.acme.external-account-binding.mac-key=" + MAC_KEY)
					.awaitCertificate()) {
			String of = "certificate=https";
			Await.until("the attempt is counted", Duration.ofSeconds(60),
					() -> application.scrape().sum("https_certificate_attempts_total", of) == 1);
			Scrape scrape = application.scrape();
			double left = Duration.between(Instant.now(), application.status().live().certificate().notAfter())
				.toSeconds();
			assertThat(scrape.sum("https_certificate_expiry_seconds", of, "key_type=ec-p256")).isEqualTo(left,
					within(10.0));
			assertThat(scrape.sum("https_certificate_lifetime_remaining", of)).isBetween(0.9, 1.0);
			assertThat(scrape.sum("https_certificate_next_attempt_seconds", of)).isBetween(60.0, left);
			assertThat(scrape.sum("https_certificate_state", of, "state=valid")).isEqualTo(1);
			assertThat(scrape.sum("https_certificate_state", of)).isEqualTo(1);
			assertThat(scrape.named("https_certificate_state")).hasSize(CertificateState.values().length);
			assertThat(scrape.sum("https_certificate_failures", of)).isZero();
			assertThat(scrape.sum("https_certificates", "state=valid")).isEqualTo(1);
			assertThat(scrape.sum("https_certificate_attempts_total", of, "key_type=ec-p256", "outcome=obtained",
					"kind=none", "problem=none"))
				.isEqualTo(1);
			String ca = "ca=" + pebble.directoryUrl();
			for (String kind : List.of("directory", "new_nonce", "new_account", "new_order", "order", "authorization",
					"challenge", "finalize", "certificate")) {
				assertThat(scrape.sum("https_ca_requests_seconds_count", ca, "kind=" + kind)).as(kind).isPositive();
			}
			assertThat(scrape.sum("https_ca_requests_seconds_count", ca, "kind=other")).isZero();
			assertThat(scrape.sum("https_ca_requests_seconds_count", ca, "kind=new_order", "status=201")).isEqualTo(1);
			assertThat(scrape.sum("https_issuance_seconds_count", ca, "purpose=issue", "outcome=obtained"))
				.isEqualTo(1);
			assertThat(scrape.sum("https_issuance_step_seconds_count", ca, "step=issued")).isEqualTo(1);
			assertThat(scrape.samples().stream().filter((sample) -> sample.name().startsWith("https_")))
				.allSatisfy((sample) -> assertThat(sample.value()).isFinite());
			assertThat(application.accounts()).singleElement()
				.satisfies((account) -> assertThat(account.contacts()).containsExactly("mailto:ops@shop.example"));
			assertThat(application.get("/actuator/certificates"))
				.contains("\"url\":\"" + application.accounts().get(0).url() + "\",\"status\":\"valid\"");
			assertThat(measurement(application, "https.certificate.attempts?tag=outcome:obtained")).isEqualTo(1);
			assertThat(measurement(application, "https.certificates?tag=state:valid")).isEqualTo(1);
			assertThatNoSecretIsIn(scrape.text() + application.accounts() + metrics(application));
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = { "TOMCAT", "NETTY" })
	void aRefusalIsMeasuredByTheCasProblem(TestServer server) throws Exception {
		try (Pebble pebble = Pebble.builder().rejectedNonces(0).blockedDomain("blocked.test").start();
				ObservedApplication application = ObservedApplication.start(server, pebble, this.store,
						"https.domains=shop.blocked.test", EXPOSED)) {
			assertThat(application.awaitFailure().kind()).isEqualTo(FailureKind.ACTION_REQUIRED);
			Scrape scrape = application.scrape();
			String of = "certificate=https";
			assertThat(scrape.sum("https_certificate_attempts_total", of, "outcome=failed", "kind=action_required",
					"problem=rejectedIdentifier"))
				.isEqualTo(1);
			assertThat(scrape.sum("https_certificate_state", of, "state=placeholder")).isEqualTo(1);
			assertThat(scrape.sum("https_certificate_failures", of)).isEqualTo(1);
			assertThat(scrape.named("https_certificate_expiry_seconds")).singleElement()
				.satisfies((sample) -> assertThat(sample.value()).isZero());
			assertThat(scrape.named("https_certificate_lifetime_remaining")).singleElement()
				.satisfies((sample) -> assertThat(sample.value()).isZero());
			assertThat(scrape.sum("https_certificate_next_attempt_seconds", of)).isBetween(1.0, 3600.0);
			assertThat(scrape.sum("https_ca_requests_seconds_count", "kind=new_order", "status=400")).isEqualTo(1);
			assertThat(scrape.sum("https_issuance_seconds_count", "outcome=failed", "kind=action_required",
					"problem=rejectedIdentifier"))
				.isEqualTo(1);
			assertThat(measurement(application, "https.certificate.failures?tag=certificate:https")).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = { "TOMCAT", "NETTY" })
	void aCaThatIsDownIsMeasured(TestServer server) throws Exception {
		try (Pebble pebble = Pebble.builder().start()) {
			pebble.stop();
			try (ObservedApplication application = ObservedApplication.start(server, pebble, this.store,
					"https.domains=shop.test", EXPOSED)) {
				assertThat(application.awaitFailure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
				Scrape scrape = application.scrape();
				assertThat(scrape.sum("https_certificate_attempts_total", "outcome=failed", "kind=unavailable",
						"problem=none"))
					.isPositive();
				assertThat(scrape.sum("https_ca_requests_seconds_count", "ca=" + pebble.directoryUrl(),
						"kind=directory", "status=IO_ERROR"))
					.isPositive();
				assertThat(scrape.named("https_ca_requests_seconds_count"))
					.allSatisfy((sample) -> assertThat(sample.has("status=IO_ERROR")).isTrue());
				assertThat(measurement(application, "https.ca.requests?tag=status:IO_ERROR")).isPositive();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = "TOMCAT")
	void aCaCannotMakeUpTags(TestServer server) throws Exception {
		try (Pebble pebble = Pebble.builder().start(); FaultyProxy proxy = FaultyProxy.before(pebble)) {
			proxy.fault(Fault.answer(FaultyAnswer.problem(400, "madeUpByTheCa", "no")).at("POST /order-plz"));
			try (ObservedApplication application = ObservedApplication.start(server, pebble, this.store,
					"https.domains=shop.test", EXPOSED, "https.acme.server=" + proxy.directoryUrl(),
					"spring.ssl.bundle.pem.pebble.truststore.certificate=" + proxy.trustPem().toUri())) {
				application.awaitFailure();
				Scrape scrape = application.scrape();
				assertThat(scrape.sum("https_certificate_attempts_total", "outcome=failed", "problem=other"))
					.isPositive();
				assertThat(scrape.text()).doesNotContain("madeUpByTheCa");
			}
		}
	}

	private static double measurement(ObservedApplication application, String query) throws Exception {
		JsonNode json = JsonMapper.shared().readTree(application.get("/actuator/metrics/" + query));
		return json.path("measurements").path(0).path("value").asDouble();
	}

	private static String metrics(ObservedApplication application) throws Exception {
		StringBuilder all = new StringBuilder();
		for (JsonNode name : JsonMapper.shared().readTree(application.get("/actuator/metrics")).path("names")) {
			if (name.asString().startsWith("https.")) {
				all.append(application.get("/actuator/metrics/" + name.asString()));
			}
		}
		assertThat(all).contains("https.ca.requests").contains("https.certificate.expiry");
		return all.toString();
	}

	private void assertThatNoSecretIsIn(String text) throws Exception {
		assertThat(text).doesNotContain(MAC_KEY).doesNotContain("PRIVATE KEY");
		try (Stream<Path> files = Files.walk(this.store)) {
			List<String> lines = files.filter(Files::isRegularFile)
				.flatMap(MetricsTests::lines)
				.filter((line) -> line.contains("private=") || !line.contains("="))
				.map((line) -> line.substring(line.indexOf('=') + 1))
				.filter((line) -> line.length() > 40 && !line.startsWith("-----"))
				.toList();
			assertThat(lines).isNotEmpty().allSatisfy((line) -> assertThat(text).doesNotContain(line));
		}
	}

	private static Stream<String> lines(Path file) {
		try {
			return Arrays.stream(Files.readString(file, StandardCharsets.ISO_8859_1).split("\\R"));
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

}
