package dev.autohttps.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Explains which property keeps the application from starting.
 */
class InvalidHttpsPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHttpsPropertyException> {

	private final Environment environment;

	InvalidHttpsPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHttpsPropertyException cause) {
		StringBuilder description = new StringBuilder("Configuration property '").append(cause.getProperty())
			.append("'");
		if (cause.getValue() != null) {
			description.append(" has the value '").append(cause.getValue()).append("'");
		}
		Origin origin = origin(cause.getProperty());
		if (origin != null) {
			description.append(" (").append(origin).append(")");
		}
		description.append(".").append(System.lineSeparator()).append(cause.getReason());
		return new FailureAnalysis(description.toString(), cause.getAction(), cause);
	}

	private @Nullable Origin origin(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.isValid(property)
				? ConfigurationPropertyName.of(property) : ConfigurationPropertyName.EMPTY;
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			for (ConfigurationPropertyName candidate : new ConfigurationPropertyName[] { name, name.append("[0]") }) {
				ConfigurationProperty found = source.getConfigurationProperty(candidate);
				if (found != null) {
					return found.getOrigin();
				}
			}
		}
		return null;
	}

}
