package dev.autohttps.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables that are all but the name of a property. Others that begin with
 * {@code HTTPS_} are for others.
 */
final class MisspeltVariables {

	private static final String PREFIX = "HTTPS_";

	private static final int MOST_LETTERS = 2;

	private final Environment environment;

	MisspeltVariables(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return what there is to say of them.
	 * @param known the names of properties
	 * @return a sentence for each, without its value
	 */
	List<String> describe(Collection<ConfigurationPropertyName> known) {
		Set<String> variables = known.stream().flatMap(MisspeltVariables::variables).collect(Collectors.toSet());
		return names().filter((name) -> name.startsWith(PREFIX))
			.sorted()
			.map((name) -> describe(name, variables))
			.flatMap(Stream::ofNullable)
			.toList();
	}

	private Stream<String> names() {
		if (!(this.environment instanceof ConfigurableEnvironment configurable)) {
			return Stream.empty();
		}
		return configurable.getPropertySources()
			.stream()
			.filter(SystemEnvironmentPropertySource.class::isInstance)
			.flatMap((source) -> Stream.of(((SystemEnvironmentPropertySource) source).getPropertyNames()))
			.map((name) -> name.toUpperCase(Locale.ROOT))
			.distinct();
	}

	/**
	 * As Spring Boot reads them: without hyphens, or with an underscore for each.
	 */
	private static Stream<String> variables(ConfigurationPropertyName known) {
		String name = known.toString().toUpperCase(Locale.ROOT).replace('.', '_').replace('[', '_').replace("]", "");
		return Stream.of(name.replace("-", ""), name.replace('-', '_'));
	}

	private static @Nullable String describe(String name, Set<String> variables) {
		String plain = name.replaceFirst("(_\\d+)+_?$", "");
		int length = plain.length() - PREFIX.length();
		int allowed = Math.min(MOST_LETTERS, Math.max(1, length / 6));
		return variables.stream()
			.filter((variable) -> variable.startsWith(PREFIX))
			.min(Comparator.comparingInt((variable) -> PropertySuggestions.distance(plain, variable)))
			.filter((variable) -> !variables.contains(plain)
					&& PropertySuggestions.distance(plain, variable) <= allowed)
			.map((variable) -> "Environment variable " + name + " sets no property, so it does nothing: did you mean "
					+ variable + "?")
			.orElse(null);
	}

}
