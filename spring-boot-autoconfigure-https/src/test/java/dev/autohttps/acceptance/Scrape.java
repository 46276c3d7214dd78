package dev.autohttps.acceptance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus reads of an application at one moment.
 *
 * @param text the whole of it
 */
record Scrape(String text) {

	private static final Pattern LINE = Pattern.compile("^([a-zA-Z_:]\\w*)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	List<Sample> samples() {
		return LINE.matcher(this.text)
			.results()
			.map((line) -> new Sample(line.group(1), labels(line.group(2)), Double.parseDouble(line.group(3))))
			.toList();
	}

	List<Sample> named(String name) {
		return samples().stream().filter((sample) -> sample.name().equals(name)).toList();
	}

	/**
	 * The sum of what has these labels, each {@code name=value}.
	 */
	double sum(String name, String... labels) {
		return named(name).stream().filter((sample) -> sample.has(labels)).mapToDouble(Sample::value).sum();
	}

	private static Map<String, String> labels(String text) {
		Map<String, String> labels = new LinkedHashMap<>();
		Matcher matcher = LABEL.matcher((text != null) ? text : "");
		while (matcher.find()) {
			labels.put(matcher.group(1), matcher.group(2));
		}
		return labels;
	}

	/**
	 * One number.
	 *
	 * @param name the metric's name
	 * @param labels what it is of
	 * @param value the number
	 */
	record Sample(String name, Map<String, String> labels, double value) {

		boolean has(String... wanted) {
			for (String label : wanted) {
				int end = label.indexOf('=');
				if (!label.substring(end + 1).equals(this.labels.get(label.substring(0, end)))) {
					return false;
				}
			}
			return true;
		}

	}

}
