package dev.autohttps.autoconfigure;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.autohttps.autoconfigure.ConfigurationMetadata.Property;

/**
 * The page with all properties, made from the metadata.
 */
final class PropertiesDocument {

	private static final String HEAD = """
			# Properties

			All properties, made from the metadata that editors complete them with (so not edited here: see [Contributing](../CONTRIBUTING.md)).
			What takes more words is in the [Reference](reference.md). A time is a number with its unit: `30s`, `12h`, `7d`; a list is separated by
			commas. Names that do not exist are warned of at start, except in environment variables and system properties.
			""";

	private static final List<String> PARTS = List.of("https.acme.limits", "https.acme.fallbacks", "https.acme.dns",
			"https.certificates");

	private static final Map<String, String> TYPES = Map.of("java.lang.String", "text", "java.lang.Boolean",
			"`true`, `false`", "java.lang.Integer", "number", "java.lang.Double", "number", "java.time.Duration",
			"time", "java.util.List<java.lang.String>", "list", "java.util.Map<java.lang.String,java.lang.String>",
			"texts by name");

	private PropertiesDocument() {
	}

	static String render(ConfigurationMetadata metadata) {
		Map<String, List<Property>> sections = Stream
			.concat(metadata.properties().stream(), metadata.elements().stream())
			.sorted(Comparator.comparing(Property::name))
			.collect(Collectors.groupingBy((property) -> section(property.name()), TreeMap::new, Collectors.toList()));
		StringBuilder page = new StringBuilder(HEAD);
		new LinkedHashMap<>(sections).forEach((name, properties) -> {
			page.append("\n## `").append(name).append("`\n\n| property | | default | meaning |\n|---|---|---|---|\n");
			properties.forEach((property) -> page.append(row(property)));
		});
		return page.toString();
	}

	private static String section(String name) {
		for (String part : PARTS) {
			if (name.startsWith(part)) {
				return part;
			}
		}
		String[] elements = name.split("\\.");
		return (elements[0].equals("management") || elements.length < 3) ? elements[0]
				: elements[0] + "." + elements[1];
	}

	private static String row(Property property) {
		return "| `" + property.name() + "` | " + type(property.type()) + " | " + code(property.defaultValue()) + " | "
				+ marked(property.description()) + values(property) + " |\n";
	}

	private static String type(String type) {
		if (type.contains("List<dev.")) {
			return "list";
		}
		return type.contains("Map<java.lang.String,dev.") ? "by name" : TYPES.getOrDefault(type, "one of these");
	}

	private static String values(Property property) {
		if (property.values().isEmpty()) {
			return "";
		}
		return property.values()
			.stream()
			.map((value) -> "<br>`" + value.value() + "`: " + marked(value.description()))
			.collect(Collectors.joining()) + (property.open() ? "<br>Or another." : "");
	}

	/**
	 * What is quoted in the metadata, which is plain text, is code here.
	 */
	private static String marked(String text) {
		return text.replaceAll("(?<!\\w)'([^']+)'(?!\\w)", "`$1`").replace("|", "\\|");
	}

	private static String code(String value) {
		return value.isEmpty() ? "" : "`" + value.replaceAll("^\\[|]$", "").replace('_', '-') + "`";
	}

}
