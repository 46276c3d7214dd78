package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What editors know of the properties, and what is known of the elements of lists and
 * maps.
 */
final class ConfigurationMetadata {

	private static final Pattern ELEMENTS = Pattern
		.compile("java\\.util\\.(?:(List)<|Map<java\\.lang\\.String,)(dev\\.autohttps\\.[\\w.$]+)>");

	private final List<Property> properties = new ArrayList<>();

	private final List<Property> elements = new ArrayList<>();

	private final List<String> hints;

	ConfigurationMetadata() {
		JsonNode metadata = read("META-INF/spring-configuration-metadata.json");
		this.hints = nodes(metadata.path("hints")).map((hint) -> hint.path("name").asString()).toList();
		nodes(metadata.path("properties")).forEach((property) -> {
			Property read = Property.of("", property, metadata);
			this.properties.add(read);
			Matcher matcher = ELEMENTS.matcher(read.type());
			if (matcher.matches()) {
				readElements(read.name() + ((matcher.group(1) != null) ? "[n]." : ".NAME."), matcher.group(2));
			}
		});
	}

	private void readElements(String prefix, String type) {
		JsonNode metadata = read("META-INF/spring/configuration-metadata/" + type + ".json");
		nodes(metadata.path("properties"))
			.forEach((property) -> this.elements.add(Property.of(prefix, property, metadata)));
	}

	/**
	 * Return the properties as they are in the file that editors read.
	 */
	List<Property> properties() {
		return this.properties;
	}

	/**
	 * Return the properties of the elements of lists and maps, with {@code [n]} and
	 * {@code NAME} in their names.
	 */
	List<Property> elements() {
		return this.elements;
	}

	/**
	 * Return which properties have hints.
	 */
	List<String> hints() {
		return this.hints;
	}

	Property get(String name) {
		return Stream.concat(this.properties.stream(), this.elements.stream())
			.filter((property) -> property.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static JsonNode read(String path) {
		try {
			URL classes = HttpsProperties.class.getProtectionDomain().getCodeSource().getLocation();
			try (InputStream json = URI.create(classes.toString())
				.resolve(path.replace("$", "%24"))
				.toURL()
				.openStream()) {
				return JsonMapper.shared().readTree(json);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<JsonNode> nodes(JsonNode node) {
		return StreamSupport.stream(node.spliterator(), false);
	}

	/**
	 * A property.
	 *
	 * @param name its name
	 * @param type its type in Java
	 * @param defaultValue its value if nothing is set, or the empty string
	 * @param description what it says of itself
	 * @param values what is offered
	 * @param open whether other values can be written too
	 */
	record Property(String name, String type, String defaultValue, String description, List<Value> values,
			boolean open) {

		private static Property of(String prefix, JsonNode property, JsonNode metadata) {
			String name = property.path("name").asString();
			List<JsonNode> hints = nodes(metadata.path("hints"))
				.filter((hint) -> hint.path("name").asString().equals(name))
				.toList();
			return new Property(prefix + name, property.path("type").asString(), text(property.path("defaultValue")),
					property.path("description").asString(""),
					hints.stream()
						.flatMap((hint) -> nodes(hint.path("values")))
						.map((value) -> new Value(value.path("value").asString(),
								value.path("description").asString("")))
						.toList(),
					hints.stream()
						.flatMap((hint) -> nodes(hint.path("providers")))
						.anyMatch((provider) -> provider.path("name").asString().equals("any")));
		}

		private static String text(JsonNode value) {
			return value.isArray() ? String.join(", ", nodes(value).map(JsonNode::asString).toList())
					: value.asString("");
		}

		List<String> offered() {
			return this.values.stream().map(Value::value).toList();
		}

	}

	/**
	 * A value that is offered.
	 *
	 * @param value the value
	 * @param description what it means
	 */
	record Value(String value, String description) {

	}

}
