package dev.autohttps.acceptance;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.autohttps.actuate.CertificatesEndpoint;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.StoreRecord;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.store.file.FileStore;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No secret is in a log, an exception, an endpoint or an event of a whole run.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final String MAC_KEY = "c2VjcmV0LW1hYy1rZXktb2YtYW4tZXh0ZXJuYWwtYWNjb3VudC1iaW5kaW5n";

	private static final List<String> ENDPOINTS = List.of("certificates", "certificates/https", "health", "info", "env",
			"configprops", "beans", "conditions", "loggers", "mappings", "metrics", "threaddump", "scheduledtasks",
			"prometheus", "certificates?asset=certificates.js", "metrics/https.certificate.expiry",
			"metrics/https.certificate.attempts", "metrics/https.ca.requests");

	@TempDir
	Path store;

	@Test
	void noSecretIsShownInAWholeRunAtTheMostTalkativeLogLevel(CapturedOutput output) throws Exception {
		Map<String, Set<String>> secrets = new LinkedHashMap<>();
		secrets.put("MAC key", forms(Base64.getUrlDecoder().decode(MAC_KEY)));
		secrets.get("MAC key").add(MAC_KEY);
		// Events are told by whoever makes them.
		StringBuffer seen = new StringBuffer();
		try (Pebble pebble = Pebble.builder()
			.externalAccountBinding("kid-1", MAC_KEY)
			.profile("short", Duration.ofSeconds(6))
			.start()) {
			List<String> properties = RunningApplication.properties(pebble, this.store, "https.domains=a.test",
					"https.acme.external-account-binding.key-id=kid-1",
					"https.acme.external-account-binding.mac-key=" + MAC_KEY, "logging.level.dev.autohttps=trace",
					"logging.level.org.shredzone.acme4j=trace", "logging.level.org.jose4j=trace",
					"logging.level.org.springframework.boot=debug", "management.info.ssl.enabled=true",
					"management.endpoint.env.show-values=never", "management.endpoint.configprops.show-values=never",
					"management.endpoint.certificates.access=unrestricted");
			try (RunningApplication application = RunningApplication.start(properties)) {
				application.context()
					.addApplicationListener(
							(ApplicationListener<PayloadApplicationEvent<?>>) (event) -> seen.append(event.getPayload())
								.append('\n'));
				application.context()
					.addApplicationListener(
							(ApplicationListener<AuditApplicationEvent>) (event) -> seen.append(event.getAuditEvent())
								.append('\n'));
				Await.until("a certificate was obtained", Duration.ofSeconds(30),
						() -> application.status().state() == CertificateState.VALID);
				collect(secrets);
				String first = application.status().live().certificate().serial();
				pebble.suspend();
				Await.until("a renewal is under way", Duration.ofSeconds(60),
						() -> application.status().state() != CertificateState.VALID);
				collect(secrets);
				pebble.resume();
				Await.until("it was renewed", Duration.ofSeconds(60),
						() -> !application.status().live().certificate().serial().equals(first));
				collect(secrets);
				pebble.stop();
				Await.until("it failed", Duration.ofSeconds(60), () -> application.status().failure() != null);
				collect(secrets);
				seen.append(application.context().getBean(CertificateKeepers.class).statuses());
				for (String operation : List.of("check", "renew", "revoke")) {
					seen.append(application.context()
						.getBean(CertificatesEndpoint.class)
						.operate("https", operation, "superseded")).append('\n');
				}
				for (String endpoint : ENDPOINTS) {
					seen.append(get(application, "/actuator/" + endpoint)).append('\n');
				}
			}
		}
		seen.append(output.getAll());
		assertThat(seen).contains("CertificateRenewed")
			.contains("fingerprint")
			.contains("JWS Header")
			.contains("HTTPS_CERTIFICATE_REVOKE")
			.contains("OperationDescriptor");
		assertThat(secrets.keySet()).hasSizeGreaterThanOrEqualTo(4);
		secrets.forEach((name, forms) -> forms
			.forEach((form) -> assertThat(seen.indexOf(form)).as(name + " is shown: " + form).isNegative()));
	}

	/**
	 * Take note of every private key that is in the store at this moment.
	 */
	private void collect(Map<String, Set<String>> secrets) throws Exception {
		FileStore reader = new FileStore(this.store);
		List<Path> files = reader.list("").stream().map(this.store::resolve).toList();
		for (Path file : files) {
			byte[] content = read(file);
			String name = this.store.relativize(file).toString();
			String text = new String(content, StandardCharsets.US_ASCII);
			if (name.endsWith(".pem") && !text.isEmpty()) {
				add(secrets, name, Pem.privateKey(text));
				// Else the search below would not find it either.
				assertThat(secrets.get(name)).anyMatch(text::contains);
			}
			String encoded = StoreRecord.decode(content).get("key.private");
			if (encoded != null) {
				byte[] pkcs8 = Base64.getDecoder().decode(encoded);
				add(secrets, name, KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
			}
		}
	}

	/**
	 * What was begun may be finished, and gone, at any moment.
	 */
	private static byte[] read(Path file) throws IOException {
		try {
			return Files.readAllBytes(file);
		}
		catch (NoSuchFileException ex) {
			return new byte[0];
		}
	}

	private static void add(Map<String, Set<String>> secrets, String name, PrivateKey key) {
		Set<String> forms = secrets.computeIfAbsent(name, (absent) -> new TreeSet<>());
		forms.addAll(forms(key.getEncoded()));
		Pem.encode(key).lines().filter((line) -> !line.startsWith("-")).forEach(forms::add);
		BigInteger scalar = ((ECPrivateKey) key).getS();
		forms.add(scalar.toString());
		forms.addAll(forms(scalar.toByteArray()));
	}

	/**
	 * The texts in which a secret could be seen.
	 */
	private static Set<String> forms(byte[] secret) {
		List<String> forms = new ArrayList<>();
		String hex = HexFormat.of().formatHex(secret);
		forms.add(hex.substring(2));
		forms.add(hex.substring(2).toUpperCase(Locale.ROOT));
		forms.add(Base64.getEncoder().withoutPadding().encodeToString(secret));
		forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
		return new TreeSet<>(forms);
	}

	private static String get(RunningApplication application, String path) {
		try (TlsClient.Connection connection = TlsClient.trustingAnybody().connect(application.port(), "a.test")) {
			return connection.get(path);
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

}
