package com.example.hello;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.PackagedApplication;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as it is delivered, processed ahead of time: what was not configured when it
 * was built is configured where it runs.
 */
class PackagedHelloIT {

	private static final Path JAR = Path.of("target/hello.jar");

	private static final List<String> AHEAD_OF_TIME = List.of("-Dspring.aot.enabled=true");

	@TempDir
	Path store;

	@Test
	void servesItsPageAndWhatItTellsOfItsCertificates() throws IOException {
		try (PackagedApplication hello = start()) {
			hello.await("Starting AOT-processed").await("Started HelloApplication");
			assertThat(get(hello, "/", null).body()).contains("Hello over HTTPS");
			assertThat(get(hello, "/actuator/certificates", null).body()).contains("\"VALID\"")
				.contains("\"operations\":[]")
				.contains("\"servers\":[{\"name\":\"application\",\"port\":" + hello.port() + "}]");
			assertThat(get(hello, "/actuator/certificates", "text/html").body()).contains("<!doctype html>");
			assertThat(get(hello, "/actuator/health", null).body()).contains("https (ec-p256)");
			HttpResponse<String> redirect = getPlain(hello.plainPort(), "/somewhere?a=b");
			assertThat(redirect.statusCode()).isEqualTo(307);
			assertThat(redirect.headers().firstValue("Location"))
				.hasValue("https://localhost:" + hello.port() + "/somewhere?a=b");
			assertThat(hello.output()).noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
		}
	}

	@Test
	@EnabledIfPebble
	@Tag("acceptance")
	void obtainsFromACaWhatIsConfiguredWhereItRuns() throws IOException {
		try (Pebble pebble = Pebble.builder().start();
				PackagedApplication hello = start("https.issuer=acme", "https.acme.server=" + pebble.directoryUrl(),
						"https.acme.terms-of-service-agreed=true", "https.acme.ssl.bundle=pebble",
						"spring.ssl.bundle.pem.pebble.truststore.certificate=" + pebble.trustPem().toUri(),
						"https.http.port=" + pebble.httpPort(), "https.certificates.shop.domains=shop.localhost",
						"https.certificates.shop.key-types=ec-p256,rsa-2048", "https.default-certificate=shop",
						"https.certificates.deep.domains=*.deep.test",
						"https.acme.dns.providers.script.exec.command=true",
						"https.acme.dns.providers.script.zones=deep.test",
						"https.acme.dns.resolvers=" + pebble.dnsAddress(), "https.hsts.max-age=1d",
						"https.acme.preflight=off", "management.endpoint.certificates.access=unrestricted")) {
			hello.await("Started HelloApplication");
			hello.await("both key types", () -> states(pebble, hello) == 2);
			HttpResponse<String> page = getFromShop(pebble, hello, "/");
			assertThat(page.body()).contains("Hello over HTTPS");
			assertThat(page.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=86400");
			assertThat(getFromShop(pebble, hello, "/actuator/certificates").body()).contains("\"renew\"");
			// Nobody has such a zone, which is found out by whoever could change it.
			hello.await("dns-01 for deep.test: the name servers of deep.test cannot be found");
			assertThat(hello.output()).noneMatch((line) -> line.contains(" ERROR "));
		}
	}

	@Test
	@Tag("once")
	void isAsIfTheStarterWereNotThereWhereItIsSwitchedOff() throws IOException {
		try (PackagedApplication hello = start("https.enabled=false")) {
			hello.await("Started HelloApplication");
			assertThat(getPlain(hello.port(), "/").body()).contains("Hello over HTTPS");
			assertThat(getPlain(hello.port(), "/actuator/certificates").statusCode()).isEqualTo(404);
			assertThat(getPlain(hello.port(), "/actuator/health").body()).contains("\"status\":\"UP\"")
				.contains("\"ssl\"");
			assertThat(files()).isEmpty();
		}
	}

	@Test
	@Tag("once")
	void looksForWhatCertbotLeftWhereThatIsNamed() {
		try (PackagedApplication hello = start("https.issuer=acme", "https.domains=shop.example",
				"https.acme.terms-of-service-agreed=true", "https.certbot.directory=" + this.store.resolve("none"))) {
			hello.await("https.certbot.directory");
			assertThat(hello.awaitEnd()).isOne();
		}
	}

	/**
	 * What is recorded while classes are archived neither asks a CA nor touches a store.
	 */
	@Test
	@EnabledIfPebble
	@Tag("acceptance")
	@Tag("once")
	void startsFromAnArchiveOfItsClassesThatWasMadeWithoutACa() throws IOException {
		Path folder = this.store.resolve("extracted");
		Path archive = this.store.resolve("hello.jsa");
		Path certificates = Files.createDirectory(this.store.resolve("certificates"));
		try (PackagedApplication extraction = PackagedApplication.run(List.of("-Djarmode=tools"), JAR,
				List.of("extract", "--destination", folder.toString()))) {
			assertThat(extraction.awaitEnd()).isZero();
		}
		Path jar = folder.resolve("hello.jar");
		try (Pebble pebble = Pebble.builder().start();
				PackagedApplication training = PackagedApplication.start(jar, certificates,
						List.of("-Dspring.aot.enabled=true", "-Dspring.context.exit=onRefresh",
								"-XX:ArchiveClassesAtExit=" + archive),
						List.of("https.issuer=acme", "https.domains=shop.localhost",
								"https.acme.server=" + pebble.directoryUrl(), "https.acme.ssl.bundle=pebble",
								"spring.ssl.bundle.pem.pebble.truststore.certificate=" + pebble.trustPem().toUri(),
								"https.acme.terms-of-service-agreed=true"))) {
			assertThat(training.awaitEnd()).isZero();
			assertThat(training.output()).noneMatch((line) -> line.contains("Tomcat started"));
			assertThat(pebble.requestsSeen()).isEmpty();
			assertThat(certificates).isEmptyDirectory();
		}
		try (PackagedApplication hello = PackagedApplication.start(jar, this.store,
				List.of("-Dspring.aot.enabled=true", "-XX:SharedArchiveFile=" + archive, "-Xlog:class+load"),
				List.of())) {
			hello.await("Started HelloApplication");
			assertThat(get(hello, "/", null).body()).contains("Hello over HTTPS");
			assertThat(hello.output()).anyMatch(
					(line) -> line.contains("dev.autohttps.renewal.CertificateKeeper source: shared objects file"));
		}
	}

	private PackagedApplication start(String... properties) {
		return PackagedApplication.start(JAR, this.store, AHEAD_OF_TIME, List.of(properties));
	}

	private HttpResponse<String> get(PackagedApplication hello, String path, String accept) throws IOException {
		return PackagedApplication.get("https://localhost:" + hello.port() + path, this.store.resolve("local/root.crt"),
				accept);
	}

	private static HttpResponse<String> getFromShop(Pebble pebble, PackagedApplication hello, String path)
			throws IOException {
		return PackagedApplication.get("https://shop.localhost:" + hello.port() + path, pebble.rootPem(), null);
	}

	private static HttpResponse<String> getPlain(int port, String path) throws IOException {
		return PackagedApplication.get("http://localhost:" + port + path, null, null);
	}

	/**
	 * How many certificates are there.
	 */
	private static int states(Pebble pebble, PackagedApplication hello) {
		try {
			return getFromShop(pebble, hello, "/actuator/certificates").body().split("\"VALID\"").length - 1;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.store)) {
			return files.toList();
		}
	}

}
