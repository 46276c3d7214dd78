package dev.autohttps.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.autohttps.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What somebody reads whose port of HTTPS cannot be opened.
 */
@ExtendWith(OutputCaptureExtension.class)
class PortFailureAnalyzerTests {

	@TempDir
	Path store;

	@Test
	void aPortThatSomebodyElseHas(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			int port = taken.getLocalPort();
			assertThatException()
				.isThrownBy(() -> SpringApplication.run(TestApplication.class, arguments("--server.port=" + port)));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("'server.port' has the value '" + port + "', the port of HTTPS.")
				.contains("It cannot be bound: Address already in use")
				.contains("Stop what listens on it (ss -ltnp 'sport = :" + port + "' shows it)")
				.contains("set server.port to another");
		}
	}

	@Test
	void anAddressThatIsNotOfThisMachine(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication.run(TestApplication.class,
				arguments("--server.port=0", "--server.address=192.0.2.1")));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'server.port' has the value '0', the port of HTTPS.")
			.contains("It cannot be bound: Cannot assign requested address")
			.contains("Set server.address to an address of this machine");
	}

	@Test
	void thePortOfAnotherServerIsLeftToTheAnalyzerOfBoot(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			assertThatException().isThrownBy(() -> SpringApplication.run(TestApplication.class,
					arguments("--server.port=0", "--management.server.port=" + taken.getLocalPort())));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("Port " + taken.getLocalPort() + " was already in use")
				.doesNotContain("port of HTTPS");
		}
	}

	@Test
	void withoutUsThePortIsLeftToTheAnalyzerOfBoot(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			assertThatException().isThrownBy(() -> SpringApplication.run(TestApplication.class,
					arguments("--server.port=" + taken.getLocalPort(), "--https.enabled=false")));
			assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("port of HTTPS");
		}
	}

	/**
	 * Only another process can have fewer rights than this one.
	 */
	@Test
	void aPortThatTheUserMayNotBind() throws Exception {
		Path lowest = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
		assumeThat(lowest).as("Linux alone has ports that need a right").exists();
		assumeThat(number(lowest)).as("ports up to 443 need a right").isGreaterThan(443);
		List<String> command = new ArrayList<>();
		if (mayBindAnything()) {
			assumeThat(Path.of("/usr/bin/setpriv")).as("a program that takes the right away").isExecutable();
			command.addAll(
					List.of("/usr/bin/setpriv", "--bounding-set=-net_bind_service", "--inh-caps=-net_bind_service"));
		}
		command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), Started.class.getName()));
		command.addAll(List.of(arguments("--https.domains=shop.example", "--https.acme.terms-of-service-agreed=true",
				"--https.acme.server=https://localhost:1/directory")));
		Path said = this.store.resolve("said");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(said).content()
			.contains("APPLICATION FAILED TO START")
			.contains("'server.port' has the value '443', the port of HTTPS by default.")
			.contains("This user may not bind it (Permission denied)")
			.contains("On a machine for development: move https.domains to a profile, "
					+ "or set https.issuer=local and https.domains=localhost. On a server: Do one of these: grant")
			.contains("CAP_NET_BIND_SERVICE")
			.contains("--cap-add of a container gives it to root only")
			.contains("sysctl net.ipv4.ip_unprivileged_port_start=80")
			.contains("server.port=8443 and https.http.port=8080");
	}

	private String[] arguments(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--https.store.directory=" + this.store.resolve("store"),
				"--https.http.port=0", "--spring.main.banner-mode=off", "--spring.main.register-shutdown-hook=false"));
		arguments.addAll(List.of(properties));
		return arguments.toArray(String[]::new);
	}

	/**
	 * Such a file must be read at once: after its first byte it is at its end.
	 */
	private static int number(Path file) throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(file)) {
			return Integer.parseInt(reader.readLine());
		}
	}

	private static boolean mayBindAnything() throws IOException {
		Path status = Path.of("/proc/self/status");
		String effective = Files.readAllLines(status)
			.stream()
			.filter((line) -> line.startsWith("CapEff:"))
			.findFirst()
			.orElseThrow();
		long capabilities = Long.parseUnsignedLong(effective.substring("CapEff:".length()).strip(), 16);
		int netBindService = 10;
		return (capabilities & (1L << netBindService)) != 0;
	}

	/**
	 * The program of the process with fewer rights.
	 */
	static final class Started {

		private Started() {
		}

		public static void main(String[] arguments) {
			SpringApplication.run(TestApplication.class, arguments);
		}

	}

}
