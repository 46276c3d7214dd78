package dev.autohttps.testcontainers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds docs/testing-with-pebble.md against the tests of this package, so that all that
 * it shows has been run.
 */
@Tag("once")
class PebbleDocumentTests {

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	/**
	 * What is named otherwise here.
	 */
	private static final Pattern FRAME = Pattern.compile(
			"(public )?class |@SpringBootTest|properties = |SpringApplication.from|\\.run\\(|public static void main");

	@Test
	void whatItShowsIsWhatIsTested() throws IOException {
		String tests = tests();
		List<String> lines = JAVA.matcher(Files.readString(Path.of("../docs/testing-with-pebble.md")))
			.results()
			.flatMap((block) -> block.group(1).lines())
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !FRAME.matcher(line).lookingAt())
			.toList();
		assertThat(lines).hasSizeGreaterThan(80).allSatisfy((line) -> assertThat(tests).contains(line + "\n"));
	}

	private static String tests() throws IOException {
		StringBuilder text = new StringBuilder();
		try (Stream<Path> files = Files.list(Path.of("src/test/java/dev/autohttps/testcontainers"))) {
			for (Path file : files.sorted().toList()) {
				text.append(Files.readString(file));
			}
		}
		return text.toString();
	}

}
