package com.example.minute;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.autohttps.test.EnabledIfProgram;
import dev.autohttps.test.Ports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A person's first minute, as the script has it, with the starter that was just built.
 */
@Tag("browser")
@EnabledIfProgram({ "bash", "mvn", "curl", "certutil", "chromium" })
class FirstMinuteTests {

	private static final List<String> LIBRARY = List.of("", "spring-boot-autoconfigure-https",
			"spring-boot-starter-https");

	private final Path project = Path.of("").toAbsolutePath().getParent().getParent();

	private final String version = System.getProperty("https.version");

	@TempDir
	private Path folder;

	@Test
	void fromTheDependencyToTheTrustedPage() throws Exception {
		Path repository = repository();
		int https = Ports.free();
		int http = Ports.free();
		String output = run(Map.of("SERVER_PORT", String.valueOf(https), "HTTPS_HTTP_PORT", String.valueOf(http)),
				"./first-minute", this.folder.resolve("minute").toString(), this.version,
				"-Dmaven.repo.local=" + repository, System.getProperty("maven.mode").endsWith("=true") ? "-o" : "-nsu");
		System.out.println(output);
		assertThat(output).contains("A local CA was made for this machine")
			.contains("Tomcat started on ports " + https + " (https), " + http + " (http)")
			.contains("Hello over https")
			.contains("307 to https://localhost:" + https + "/")
			.contains("<html><head>")
			.containsPattern("From the command to the trusted page: \\d+ ms")
			.contains("\"state\":\"VALID\"")
			.doesNotContain("WARN")
			.doesNotContain("ERROR");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), https).close());
	}

	/**
	 * What Maven has already and what this build has made beside it: so that nothing is
	 * installed into the repository of whoever builds.
	 */
	private Path repository() throws Exception {
		Path repository = Path.of("target/repository").toAbsolutePath();
		run(Map.of(), "rm", "-rf", repository.toString());
		LinkedRepository.make(Path.of(System.getProperty("maven.repository")), repository);
		for (String module : LIBRARY) {
			Path built = this.project.resolve(module);
			String artifact = module.isEmpty() ? "spring-boot-https-parent" : module;
			Path target = repository.resolve("dev/autohttps").resolve(artifact).resolve(this.version);
			run(Map.of(), "rm", "-rf", target.toString());
			Files.createDirectories(target);
			Files.copy(built.resolve("pom.xml"), target.resolve(artifact + "-" + this.version + ".pom"));
			if (!module.isEmpty()) {
				String jar = artifact + "-" + this.version + ".jar";
				assertThat(built.resolve("target").resolve(jar)).as("made by mvn package, which 'mvn verify' is past")
					.exists();
				Files.copy(built.resolve("target").resolve(jar), target.resolve(jar));
			}
		}
		return repository;
	}

	private String run(Map<String, String> environment, String... command) throws Exception {
		Path output = Files.createTempFile(this.folder, "run", ".log");
		ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(Arrays.asList(command))).redirectErrorStream(true)
			.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
			.redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		Process process = builder.start();
		try {
			assertThat(process.waitFor(180, TimeUnit.SECONDS)).as(Files.readString(output)).isTrue();
		}
		finally {
			process.destroy();
		}
		String text = Files.readString(output, StandardCharsets.UTF_8);
		assertThat(process.exitValue()).as(text).isZero();
		return text;
	}

}
