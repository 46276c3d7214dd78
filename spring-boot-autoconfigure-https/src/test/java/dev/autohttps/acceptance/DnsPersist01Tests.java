package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.autohttps.OwnThreads;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import dev.autohttps.renewal.CertificateOperations;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate whose names are proven by a record that somebody creates once.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith({ OutputCaptureExtension.class, OwnThreads.class })
@Tag("once")
class DnsPersist01Tests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String OTHER_ACCOUNT = "pebble.test; accounturi=https://localhost:14000/my-account/other";

	private static Pebble pebble;

	@TempDir
	Path store;

	private int before;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().reusedAuthorizations(0).retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@BeforeEach
	void countTheOrders() {
		this.before = pebble.ordersPlaced();
	}

	@Test
	void theOrderWaitsUntilTheRightRecordIsThere(CapturedOutput output) throws Exception {
		try (RunningApplication application = start("shop.test", "dns-persist-01")) {
			Failure missing = awaitFailure(application, "it is not there");
			JsonNode record = record(application);
			assertThat(record.path("name").asString()).isEqualTo("_validation-persist.shop.test");
			assertThat(record.path("value").asString()).startsWith("pebble.test; accounturi=https://localhost:")
				.doesNotContain("policy");
			assertThat(record.path("state").asString()).isEqualTo("MISSING");
			assertThat(record.path("required").asBoolean()).isTrue();
			assertThat(missing.kind()).isEqualTo(FailureKind.DNS);
			assertThat(missing.message())
				.isEqualTo("shop.test is to be proven by a DNS record that somebody must create: "
						+ record.path("line").asString() + " (it is not there: no such record, says "
						+ pebble.dnsAddress() + ")");
			assertThat(finding(application).severity()).isEqualTo(Severity.DOUBTFUL);
			pebble.addTxt("_validation-persist.shop.test", OTHER_ACCOUNT);
			renew(application);
			awaitFailure(application, "is for an account of another server");
			assertThat(record(application).path("state").asString()).isEqualTo("WRONG");
			pebble.addTxt("_validation-persist.shop.test", record.path("value").asString());
			X509Certificate first = awaitCertificate(application);
			assertThat(pebble.ordersPlaced() - this.before).isOne();
			assertThat(record(application).path("state").asString()).isEqualTo("PRESENT");
			assertThat(finding(application).severity()).isEqualTo(Severity.OK);
			renew(application);
			Await.until("it is renewed", PATIENCE, () -> !application.served().equals(first));
			assertThat(pebble.ordersPlaced() - this.before).isEqualTo(2);
		}
		assertThat(output).doesNotContain("cannot be renewed without a DNS record");
	}

	@Test
	void aWildcardAndTheNameBelowItNeedOneRecordWithAPolicy() throws Exception {
		try (RunningApplication application = start("wild.test,*.wild.test", "dns-persist-01")) {
			Failure missing = awaitFailure(application, "it is not there");
			String value = record(application).path("value").asString();
			assertThat(value).endsWith("; policy=wildcard");
			assertThat(missing.message()).containsOnlyOnce("_validation-persist.wild.test. IN TXT \"" + value + "\"");
			pebble.addTxt("_validation-persist.wild.test", value.replace("; policy=wildcard", ""));
			renew(application);
			awaitFailure(application, "lacks policy=wildcard");
			pebble.addTxt("_validation-persist.wild.test", value);
		}
		try (RunningApplication application = start("wild.test,*.wild.test", "dns-persist-01")) {
			awaitCertificate(application);
			assertThat(pebble.ordersPlaced() - this.before).isOne();
		}
	}

	@Test
	void allRecordsThatAreMissingAreToldAtOnce() throws Exception {
		try (RunningApplication application = start("one.test,two.test", "dns-persist-01")) {
			assertThat(awaitFailure(application, "it is not there").message())
				.contains("_validation-persist.one.test. IN TXT ")
				.contains("_validation-persist.two.test. IN TXT ");
			assertThat(json(application).path("certificates").path(0).path("records")).hasSize(2);
		}
	}

	@Test
	void whereThereIsAnotherWayNobodyWaits(CapturedOutput output) throws Exception {
		try (RunningApplication application = start("both.test", "dns-persist-01,http-01")) {
			Await.until("a certificate is served", PATIENCE,
					() -> application.status().state() == CertificateState.VALID);
			JsonNode record = record(application);
			assertThat(record.path("state").asString()).isEqualTo("MISSING");
			assertThat(record.path("required").asBoolean()).isFalse();
			assertThat(finding(application).remedy()).endsWith("; until then http-01 is tried");
			assertThat(application.status().failure()).isNull();
		}
		Instant again = Instant.now();
		try (RunningApplication application = start("both.test", "dns-persist-01,http-01")) {
			Await.until("the record is looked at", PATIENCE,
					() -> Instant.parse(record(application).path("lookedAt").asString()).isAfter(again));
		}
		assertThat(output).doesNotContain("DNS record that somebody must create");
	}

	@Test
	void itIsSaidWhenARecordExpiresSoonAndWhenItIsGone(CapturedOutput output) throws Exception {
		String host = "_validation-persist.soon.test";
		long until = Instant.now().plus(Duration.ofDays(10)).getEpochSecond();
		try (RunningApplication application = start("soon.test", "dns-persist-01")) {
			awaitFailure(application, "it is not there");
			pebble.addTxt(host, record(application).path("value").asString() + "; persistUntil=" + until);
			awaitCertificate(application);
			JsonNode record = record(application);
			assertThat(record.path("state").asString()).isEqualTo("EXPIRING");
			assertThat(record.path("validUntil").asString()).isEqualTo(Instant.ofEpochSecond(until).toString());
		}
		try (RunningApplication application = start("soon.test", "dns-persist-01")) {
			Await.until("it is said that it expires", PATIENCE,
					() -> output.toString()
						.contains("Certificate 'https' for soon.test relies on a DNS record that does not count any "
								+ "more from " + Instant.ofEpochSecond(until) + " on (persistUntil)"));
		}
		pebble.clearTxt(host);
		try (RunningApplication application = start("soon.test", "dns-persist-01")) {
			Await.until("it is said that it is gone", PATIENCE,
					() -> output.toString()
						.contains("Certificate 'https' for soon.test cannot be renewed without a DNS record that "
								+ "somebody must create: " + host + ". IN TXT "));
			assertThat(record(application).path("state").asString()).isEqualTo("MISSING");
			assertThat(threads()).isOne();
		}
		Await.until("the thread ends", PATIENCE, () -> threads() == 0);
	}

	@Test
	void nothingIsLookedAtWhereNoRecordIsNeeded() throws Exception {
		try (RunningApplication application = start("plain.test", "http-01")) {
			Await.until("a certificate is served", PATIENCE,
					() -> application.status().state() == CertificateState.VALID);
			assertThat(json(application).path("certificates").path(0).path("records")).isEmpty();
			assertThat(threads()).isZero();
		}
	}

	private RunningApplication start(String domains, String challenges) {
		return RunningApplication.start(RunningApplication.properties(pebble, this.store, "https.domains=" + domains,
				"https.acme.challenges=" + challenges, "https.acme.dns.resolvers=" + pebble.dnsAddress()));
	}

	private static long threads() {
		return OwnThreads.alive("https-records-\\d+").size();
	}

	private static Failure awaitFailure(RunningApplication application, String words) {
		Await.until("it fails since " + words, PATIENCE, () -> {
			Failure failure = application.status().failure();
			return failure != null && failure.message().contains(words);
		});
		return application.status().failure();
	}

	/**
	 * As an operator does who has mended the record.
	 */
	private static X509Certificate awaitCertificate(RunningApplication application) throws Exception {
		renew(application);
		Await.until("a certificate is served", PATIENCE, () -> application.status().state() == CertificateState.VALID);
		return application.served();
	}

	private static void renew(RunningApplication application) throws Exception {
		application.context().getBean(CertificateOperations.class).renew("https");
	}

	private static Finding finding(RunningApplication application) {
		List<Finding> findings = application.context().getBean(CertificateOperations.class).check("https");
		return findings.stream().filter((one) -> one.check().equals("dns-persist")).findFirst().orElseThrow();
	}

	private static JsonNode record(RunningApplication application) throws Exception {
		return json(application).path("certificates").path(0).path("records").path(0);
	}

	private static JsonNode json(RunningApplication application) throws Exception {
		return JsonMapper.shared().readTree(application.endpoint());
	}

}
