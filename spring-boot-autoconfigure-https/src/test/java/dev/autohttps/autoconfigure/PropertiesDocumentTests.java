package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.autohttps.autoconfigure.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documents say of properties. With {@code -Dhttps.docs=write} the page of all
 * properties is written anew.
 */
@Tag("once")
class PropertiesDocumentTests {

	private static final Path DOCUMENTS = Path.of("..", "docs");

	private static final Pattern NAME = Pattern
		.compile("(?<![\\w./-])https(?:\\.[a-z][a-z0-9-]*|\\.NAME|\\[n]|\\[\\d])+");

	private static final List<String> WRONG_ON_PURPOSE = List.of("https.domain", "https.proxy");

	/**
	 * Metrics and observations have names that begin so, too.
	 */
	private static final Pattern METERS = Pattern.compile("https\\.(certificate|ca|issuance)(\\..*)?");

	private static final Pattern BY_NAME = Pattern
		.compile("(https\\.certificates|https\\.acme\\.dns\\.providers)\\.(?:NAME|[a-z0-9-]+)");

	private final ConfigurationMetadata metadata = new ConfigurationMetadata();

	@Test
	void thePageOfAllPropertiesIsThatOfTheMetadata() throws IOException {
		Path page = DOCUMENTS.resolve("properties.md");
		String rendered = PropertiesDocument.render(this.metadata);
		if ("write".equals(System.getProperty("https.docs"))) {
			Files.writeString(page, rendered);
		}
		assertThat(Files.readString(page)).as("write it anew with -Dhttps.docs=write").isEqualTo(rendered);
	}

	@Test
	void everyPropertyIsOnThePage() {
		String rendered = PropertiesDocument.render(this.metadata);
		assertThat(Stream.concat(this.metadata.properties().stream(), this.metadata.elements().stream()))
			.hasSizeGreaterThan(80)
			.allSatisfy((property) -> assertThat(rendered).contains("| `" + property.name() + "` |"));
	}

	@Test
	void noDocumentNamesAPropertyThatIsNotThere() throws IOException {
		Set<String> known = Stream.concat(this.metadata.properties().stream(), this.metadata.elements().stream())
			.map(Property::name)
			.collect(Collectors.toSet());
		List<String> wrong = new ArrayList<>();
		for (Path document : documents()) {
			NAME.matcher(Files.readString(document))
				.results()
				.map((found) -> found.group())
				.filter((name) -> !METERS.matcher(name).matches())
				.forEach((name) -> {
					if (WRONG_ON_PURPOSE.contains(name)) {
						return;
					}
					String generic = BY_NAME.matcher(name).replaceFirst("$1.NAME").replaceAll("\\[\\d]", "[n]");
					if (known.stream()
						.noneMatch((one) -> one.equals(generic) || one.startsWith(generic + ".")
								|| one.startsWith(generic + "[n]"))) {
						wrong.add(document + ": " + name);
					}
				});
		}
		assertThat(wrong).isEmpty();
	}

	private static List<Path> documents() throws IOException {
		try (Stream<Path> files = Files.walk(DOCUMENTS)) {
			List<Path> documents = new ArrayList<>(files.filter((file) -> file.toString().endsWith(".md")).toList());
			documents.add(DOCUMENTS.resolve("../README.md"));
			assertThat(documents).hasSizeGreaterThan(10);
			return documents;
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
