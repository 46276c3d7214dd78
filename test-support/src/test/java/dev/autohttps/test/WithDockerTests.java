package dev.autohttps.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the script {@code .ci/with-docker} makes of a machine on which something is
 * missing. The machine is made up: programs that say yes or no.
 */
@Tag("once")
@EnabledIfProgram("bash")
class WithDockerTests {

	private static final int NO_ENGINE = 75;

	private static final String PEBBLE = "test-support/src/main/resources/dev/autohttps/test/fetch-pebble.sh";

	@TempDir
	private Path project;

	@BeforeEach
	void aMachineThatHasAll() throws IOException {
		copy(".ci/with-docker");
		program(".ci/fetch-compose", "exit 0");
		program(PEBBLE, "echo /pebble");
		for (String name : new String[] { "dockerd", "docker", "openssl", "ip" }) {
			program("bin/" + name, "exit 0");
		}
		program("bin/id", "echo 0");
		// Instead of the way into a network of its own, the command.
		program("bin/unshare", "[ $# -eq 3 ] || exit 7");
	}

	@Test
	void withAllOfItTheNetworkIsEntered() throws Exception {
		assertThat(status("true")).isEqualTo(7);
	}

	@Test
	void whereThereCanBeNoEngineTheTestsAreLeftOutEvenInCi() throws Exception {
		program("bin/unshare", "exit 1");
		assertThat(status("true")).isEqualTo(NO_ENGINE);
		program("bin/id", "echo 1000");
		assertThat(status("true")).isEqualTo(NO_ENGINE);
	}

	@Test
	void withoutPebbleItIsAFailureInCi() throws Exception {
		program(PEBBLE, "exit 1");
		assertThat(status("true")).isEqualTo(1);
		assertThat(status("")).isEqualTo(NO_ENGINE);
	}

	@Test
	void withoutComposeItIsAFailureInCi() throws Exception {
		program(".ci/fetch-compose", "exit 1");
		assertThat(status("true")).isEqualTo(1);
		assertThat(status("")).isEqualTo(NO_ENGINE);
	}

	@Test
	void whatMakesNoEngineIsNotBlamedOnTheDownload() throws Exception {
		program("bin/unshare", "exit 1");
		program(PEBBLE, "exit 1");
		assertThat(status("true")).isEqualTo(NO_ENGINE);
	}

	private int status(String ci) throws Exception {
		ProcessBuilder builder = new ProcessBuilder("bash", this.project.resolve(".ci/with-docker").toString(), "true")
			.redirectErrorStream(true)
			.redirectOutput(this.project.resolve("output").toFile());
		builder.environment().put("PATH", this.project.resolve("bin") + ":" + System.getenv("PATH"));
		builder.environment().put("CI", ci);
		Process process = builder.start();
		try {
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			return process.exitValue();
		}
		finally {
			process.destroy();
		}
	}

	private void copy(String file) throws IOException {
		Path target = this.project.resolve(file);
		Files.createDirectories(target.getParent());
		Files.copy(Path.of("..").resolve(file), target);
	}

	private void program(String file, String line) throws IOException {
		Path target = this.project.resolve(file);
		Files.createDirectories(target.getParent());
		Files.writeString(target, "#!/bin/sh\n" + line + "\n");
		assertThat(target.toFile().setExecutable(true)).isTrue();
	}

}
