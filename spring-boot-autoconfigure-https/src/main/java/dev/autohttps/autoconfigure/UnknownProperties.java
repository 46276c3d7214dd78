package dev.autohttps.autoconfigure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * What somebody wrote below {@code https} that is no property. System properties are
 * passed over, and environment variables unless they are all but one: many that begin so
 * are for others.
 */
final class UnknownProperties {

	private static final ConfigurationPropertyName DNS = ConfigurationPropertyName.of("https.acme.dns");

	private final Environment environment;

	UnknownProperties(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return what there is to say of them.
	 * @return a sentence for each, without its value
	 */
	List<String> describe() {
		Map<ConfigurationPropertyName, String> found = new LinkedHashMap<>();
		Set<ConfigurationPropertyName> known = new LinkedHashSet<>(find("https", HttpsProperties.class, found));
		known.addAll(find(DNS.toString(), DnsProperties.class, found));
		return Stream.concat(found.values().stream(), new MisspeltVariables(this.environment).describe(known).stream())
			.toList();
	}

	private Set<ConfigurationPropertyName> find(String prefix, Class<?> type,
			Map<ConfigurationPropertyName, String> found) {
		Known known = new Known();
		try {
			Binder.get(this.environment).bind(prefix, Bindable.of(type), known);
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				unbound.getUnboundProperties()
					.stream()
					.filter((property) -> type == DnsProperties.class || !isDns(property.getName()))
					.filter((property) -> !isLeftOpen(property))
					.forEach((property) -> describe(property, known.names, found));
			}
			// Other failures are told when it is bound in earnest.
		}
		known.names.forEach((name) -> findValue(name, known.names, found));
		return known.names;
	}

	/**
	 * Find a value of what has only properties below it. Where one of these is set,
	 * Spring Boot does not look at it.
	 */
	private void findValue(ConfigurationPropertyName name, Set<ConfigurationPropertyName> known,
			Map<ConfigurationPropertyName, String> found) {
		List<String> below = below(name, known);
		if (below.isEmpty()) {
			return;
		}
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null && !isLeftOpen(property) && Known.FILTER.apply(source)) {
				found.putIfAbsent(name, "Property '" + name + "'" + origin(property)
						+ " has no value itself, so this does nothing: known below it are " + String.join(", ", below));
			}
		}
	}

	/**
	 * Whether it has no value, as that of an environment variable which is not set.
	 */
	private static boolean isLeftOpen(ConfigurationProperty property) {
		return String.valueOf(property.getValue()).isEmpty();
	}

	private static boolean isDns(ConfigurationPropertyName name) {
		return DNS.equals(name) || DNS.isAncestorOf(name);
	}

	/**
	 * What is said is said of the first part of a name that is not known.
	 */
	private static void describe(ConfigurationProperty property, Set<ConfigurationPropertyName> known,
			Map<ConfigurationPropertyName, String> found) {
		ConfigurationPropertyName name = property.getName();
		int size = name.getNumberOfElements() - 1;
		while (size > 1 && !known.contains(name.chop(size))) {
			size--;
		}
		ConfigurationPropertyName parent = name.chop(size);
		ConfigurationPropertyName unknown = name.chop(size + 1);
		String remedy = PropertySuggestions.suggest(unknown.toString(), below(parent, known));
		if (remedy != null) {
			found.putIfAbsent(unknown,
					"There is no property '" + unknown + "'" + origin(property) + ", so it does nothing: " + remedy);
		}
	}

	private static List<String> below(ConfigurationPropertyName parent, Set<ConfigurationPropertyName> known) {
		return known.stream()
			.filter((name) -> parent.isParentOf(name) && !name.isLastElementIndexed())
			.map(ConfigurationPropertyName::toString)
			.sorted()
			.toList();
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
	}

	/**
	 * Notes down all names that are tried.
	 */
	private static final class Known extends NoUnboundElementsBindHandler {

		private static final UnboundElementsSourceFilter FILTER = new UnboundElementsSourceFilter();

		private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

		private Known() {
			super(BindHandler.DEFAULT, FILTER);
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			this.names.add(name);
			return super.onStart(name, target, context);
		}

	}

}
