package dev.autohttps.test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PebbleSearch}.
 */
class PebbleSearchTests {

	@TempDir
	Path folder;

	@Test
	void theFirstPlaceThatHasItWins() {
		PebblePrograms programs = (program, arguments, environment, folder, lines) -> {
			throw new UnsupportedOperationException();
		};
		PebbleSearch search = new PebbleSearch(List.of(PebbleSearchTests::none, () -> programs, () -> {
			throw new AssertionError("not to be asked");
		}));
		assertThat(search.find()).isSameAs(programs);
	}

	@Test
	void looksOnceOnly() {
		AtomicInteger looks = new AtomicInteger();
		PebbleSearch search = new PebbleSearch(List.of(() -> {
			looks.incrementAndGet();
			return none();
		}));
		assertThatExceptionOfType(PebbleUnavailableException.class).isThrownBy(search::find);
		assertThatExceptionOfType(PebbleUnavailableException.class).isThrownBy(search::find);
		assertThat(looks).hasValue(1);
	}

	@Test
	void aNamedFolderIsTheOnlyPlace() {
		PebbleSearch search = new PebbleSearch(PebbleSearch.sources(this.folder.toString(), true, "/usr/bin"));
		assertThatExceptionOfType(PebbleUnavailableException.class).isThrownBy(search::find)
			.withMessage("no pebble in " + this.folder);
	}

	@Test
	void takesTheFirstFolderOfThePathWithANewEnoughPebble() throws IOException {
		Path old = install("old", "no profiles");
		Path good = install("good", "x/set-renewal-info/x");
		String path = this.folder.resolve("empty") + File.pathSeparator + old;
		assertThat(LocalPrograms.onPath(path + File.pathSeparator + good))
			.isEqualTo(new LocalPrograms(good.resolve("pebble"), good.resolve("pebble-challtestsrv")));
		assertThatExceptionOfType(PebbleUnavailableException.class).isThrownBy(() -> LocalPrograms.onPath(path))
			.withMessage(old.resolve("pebble") + " is older than Pebble 2.8");
	}

	@Test
	void keepsThePackageBelowTheRootOfTheProject() throws IOException {
		Files.createDirectories(this.folder.resolve(".mvn"));
		Path module = Files.createDirectories(this.folder.resolve("some/module"));
		assertThat(DebianPackage.target(module)).isEqualTo(this.folder.resolve("target/pebble"));
	}

	private static PebblePrograms none() {
		throw new PebbleUnavailableException("none");
	}

	private Path install(String name, String content) throws IOException {
		Path bin = Files.createDirectory(this.folder.resolve(name));
		for (String program : List.of("pebble", "pebble-challtestsrv")) {
			assertThat(Files.writeString(bin.resolve(program), content).toFile().setExecutable(true)).isTrue();
		}
		return bin;
	}

}
