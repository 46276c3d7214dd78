package dev.autohttps.testing;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import com.jayway.jsonpath.JsonPath;
import dev.autohttps.RunningApplication;
import dev.autohttps.certificate.Pem;
import dev.autohttps.test.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A day with DevTools: an application that is restarted in its JVM at each change, and
 * keeps its ports and its certificate.
 */
@Tag("once")
class DevToolsTests {

	private static final int RESTARTS = 4;

	@TempDir
	Path files;

	private final int[] ports = Ports.free(2);

	private Process process;

	private Path output;

	private Path trigger;

	@BeforeEach
	void start() throws IOException {
		this.output = this.files.resolve("output.txt");
		Path changing = Files.createDirectory(this.files.resolve("changing"));
		Files.writeString(changing.resolve("changed.txt"), "0");
		this.trigger = Files.writeString(changing.resolve(".trigger"), "0");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:SoftRefLRUPolicyMSPerMB=0", "-Xmx256m", "-cp",
				path(changing), RestartedApplication.class.getName(), "--https.domains=shop.example",
				"--https.local.mkcert=false", "--server.port=" + this.ports[0], "--https.http.port=" + this.ports[1],
				"--spring.devtools.restart.trigger-file=.trigger", "--spring.devtools.restart.poll-interval=200ms",
				"--spring.devtools.restart.quiet-period=100ms", "--spring.devtools.livereload.enabled=false",
				"--spring.main.banner-mode=off");
		builder.environment().put("XDG_DATA_HOME", this.files.resolve("data").toString());
		this.process = builder.redirectErrorStream(true).redirectOutput(this.output.toFile()).start();
	}

	@AfterEach
	void end() {
		this.process.destroyForcibly().onExit().join();
	}

	@Test
	void eachRestartServesTheSameCertificateAndLeavesNothingBehind() throws Exception {
		Set<String> serials = new HashSet<>();
		Facts first = awaitStart(1);
		serials.add(first.serial());
		String root = Files.readString(root());
		assertThat(first.json()).contains("\"restarting\":true").contains("localhost").doesNotContain("shop.example");
		long files = countFiles();
		for (int i = 1; i <= RESTARTS; i++) {
			change(i);
			Facts facts = awaitStart(i + 1);
			serials.add(facts.serial());
			assertThat(facts.threads()).isLessThanOrEqualTo(first.threads() + 4);
		}
		assertThat(serials).hasSize(1);
		assertThat(Files.readString(root())).isEqualTo(root);
		assertThat(countFiles()).isEqualTo(files);
		// The one that runs, and one before it, which is held without HTTPS as well. What
		// Spring keeps by soft references is let go of at once in that JVM.
		await().atMost(Duration.ofSeconds(90))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(facts().loaders()).isLessThanOrEqualTo(2));
		assertThat(Files.readString(this.output))
			.contains("The local CA issues for local names in place of [https], because DevTools is there")
			.doesNotContainIgnoringCase("already in use")
			.doesNotContain("cannot be bound");
	}

	/**
	 * DevTools restarts for a change, once the trigger has changed too.
	 */
	private void change(int number) throws IOException {
		Files.writeString(this.trigger.resolveSibling("changed.txt"), String.valueOf(number));
		Files.writeString(this.trigger, String.valueOf(number));
	}

	private Facts awaitStart(int number) {
		AtomicReference<Facts> seen = new AtomicReference<>();
		await().atMost(Duration.ofSeconds(180)).ignoreExceptions().until(() -> {
			assertThat(this.process.isAlive()).isTrue();
			Facts facts = facts();
			seen.set(facts);
			return facts.starts() == number;
		});
		return seen.get();
	}

	private Facts facts() throws Exception {
		HttpClient client = HttpClient.newBuilder().sslContext(trust()).connectTimeout(Duration.ofSeconds(30)).build();
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + this.ports[0] + "/facts"))
			.timeout(Duration.ofSeconds(30))
			.build();
		return new Facts(client.send(request, BodyHandlers.ofString()).body());
	}

	private SSLContext trust() throws Exception {
		KeyStore roots = KeyStore.getInstance("PKCS12");
		roots.load(null, null);
		roots.setCertificateEntry("root", Pem.certificates(Files.readString(root())).get(0));
		return RunningApplication.trusting(roots);
	}

	private Path root() {
		return this.files.resolve("data/autohttps/local/root.crt");
	}

	private long countFiles() throws IOException {
		try (Stream<Path> all = Files.walk(this.files.resolve("data"))) {
			return all.filter(Files::isRegularFile).count();
		}
	}

	private static String path(Path changing) {
		String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return String.join(File.pathSeparator, changing.toString(),
				Path.of("target", "devtools", "spring-boot-devtools.jar").toAbsolutePath().toString(), whole);
	}

	/**
	 * What the application says of itself.
	 */
	private record Facts(String json) {

		int starts() {
			return Integer.parseInt(value("starts"));
		}

		int loaders() {
			return Integer.parseInt(value("loaders"));
		}

		int threads() {
			return Integer.parseInt(value("threads"));
		}

		String serial() {
			return value("serial");
		}

		private String value(String name) {
			return JsonPath.read(this.json, "$." + name).toString();
		}

	}

}
