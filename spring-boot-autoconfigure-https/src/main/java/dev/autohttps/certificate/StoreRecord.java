package dev.autohttps.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A flat map of texts as a store keeps it: in the format of {@link Properties}, sorted
 * and without a date, so that the same map is the same bytes.
 */
public final class StoreRecord {

	private StoreRecord() {
	}

	/**
	 * Write a map.
	 * @param values the map
	 * @return its bytes
	 */
	public static byte[] encode(Map<String, String> values) {
		return new TreeMap<>(values).entrySet()
			.stream()
			.map((entry) -> escape(entry.getKey()) + "=" + escape(entry.getValue()) + "\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Read a map.
	 * @param content the bytes
	 * @return the map, which may be anything if the bytes are garbled
	 */
	public static Map<String, String> decode(byte[] content) {
		Properties properties = new Properties();
		try (InputStreamReader reader = new InputStreamReader(new ByteArrayInputStream(content),
				StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		catch (IOException | IllegalArgumentException ex) {
			return Map.of();
		}
		Map<String, String> values = new TreeMap<>();
		properties.stringPropertyNames().forEach((name) -> values.put(name, properties.getProperty(name)));
		return values;
	}

	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder();
		for (char character : text.toCharArray()) {
			switch (character) {
				case '\n' -> escaped.append("\\n");
				case '\r' -> escaped.append("\\r");
				case '\t' -> escaped.append("\\t");
				case '\f' -> escaped.append("\\f");
				case '\\', '=', ':', '#', '!', ' ' -> escaped.append('\\').append(character);
				default -> escaped.append(character);
			}
		}
		return escaped.toString();
	}

}
