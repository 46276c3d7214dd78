package dev.autohttps.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.convert.DurationStyle;
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
			description.append(" has the value '").append(asWritten(cause.getProperty(), cause.getValue())).append("'");
			if (!isSet(cause.getProperty())) {
				description.append(" by default");
			}
		}
		else {
			description.append(isSet(cause.getProperty()) ? " cannot be used as it is" : " is not set");
		}
		Origin origin = origin(cause.getProperty());
		if (origin != null) {
			description.append(" (").append(origin).append(")");
		}
		description.append(".").append(System.lineSeparator()).append(cause.getReason());
		return new FailureAnalysis(description.toString(), cause.getAction(), cause);
	}

	/**
	 * A time is shown as it was written, not as Java writes it.
	 */
	private Object asWritten(String property, Object value) {
		String written = (value instanceof Duration) ? this.environment.getProperty(property) : null;
		if (written != null) {
			return written;
		}
		return (value instanceof Duration time) ? DurationStyle.SIMPLE.print(time, ChronoUnit.SECONDS) : value;
	}

	private boolean isSet(String property) {
		ConfigurationPropertyName name = name(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.getConfigurationProperty(name) != null
					|| source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

	private @Nullable Origin origin(String property) {
		ConfigurationPropertyName name = name(property);
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

	private static ConfigurationPropertyName name(String property) {
		return ConfigurationPropertyName.isValid(property) ? ConfigurationPropertyName.of(property)
				: ConfigurationPropertyName.EMPTY;
	}

}
