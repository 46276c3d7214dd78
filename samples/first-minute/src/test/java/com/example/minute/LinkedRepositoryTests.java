package com.example.minute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinkedRepository}.
 */
@Tag("once")
class LinkedRepositoryTests {

	private static final String FOLDER = "org/example/shop/1.0/";

	@TempDir
	private Path folder;

	private Path source;

	private Path target;

	@BeforeEach
	void prepare() {
		this.source = this.folder.resolve("theirs");
		this.target = this.folder.resolve("ours");
	}

	@ParameterizedTest
	@ValueSource(strings = { "_remote.repositories", "_maven.repositories", "resolver-status.properties",
			"maven-metadata-central.xml", "maven-metadata-local.xml", "shop-1.0.jar.lastUpdated" })
	void whatMavenWritesInPlaceIsNotWrittenThere(String name) throws IOException {
		Path theirs = theirs(name);
		LinkedRepository.make(this.source, this.target);
		Path ours = this.target.resolve(FOLDER + name);
		assertThat(ours).hasContent("theirs").isWritable();
		Files.writeString(ours, "ours");
		assertThat(theirs).hasContent("theirs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop-1.0.jar", "shop-1.0.pom", "shop-1.0.pom.sha1" })
	void whatIsLargeOrReplacedAsAWholeIsALink(String name) throws IOException {
		Path theirs = theirs(name);
		LinkedRepository.make(this.source, this.target);
		Path ours = this.target.resolve(FOLDER + name);
		assertThat(ours).isSymbolicLink().hasContent("theirs");
		assertThat(ours.toRealPath()).isEqualTo(theirs.toRealPath());
	}

	@Test
	void aFolderThatIsALinkIsAFolderOfOurs() throws IOException {
		theirs("shop-1.0.jar");
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), this.source);
		LinkedRepository.make(link, this.target);
		Files.writeString(this.target.resolve(FOLDER + "new"), "ours");
		assertThat(this.source.resolve(FOLDER + "new")).doesNotExist();
	}

	private Path theirs(String name) throws IOException {
		Path file = this.source.resolve(FOLDER + name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, "theirs");
	}

}
