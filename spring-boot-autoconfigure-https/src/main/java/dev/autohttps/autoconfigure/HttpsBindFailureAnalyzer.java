package dev.autohttps.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Explains which kind of value a property takes, in terms of what is written and not of
 * Java.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class HttpsBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("https");

	private final InvalidHttpsPropertyFailureAnalyzer analyzer;

	HttpsBindFailureAnalyzer(Environment environment) {
		this.analyzer = new InvalidHttpsPropertyFailureAnalyzer(environment);
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		InvalidHttpsPropertyException explained = PREFIX.isAncestorOf(cause.getName()) ? explain(cause) : null;
		return (explained != null) ? this.analyzer.analyze(rootFailure, explained) : null;
	}

	private @Nullable InvalidHttpsPropertyException explain(BindException cause) {
		String name = cause.getName().toString();
		if (findCause(cause, ConverterNotFoundException.class) != null) {
			// Without the value, since what belongs below may be a secret.
			return new InvalidHttpsPropertyException(name, null, "It has no value itself, but properties below it.",
					"Write " + below(cause) + "; docs/properties.md has them all.", cause);
		}
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			// In a list, Spring Boot takes no name that it does not know.
			return new InvalidHttpsPropertyException(
					unbound.getUnboundProperties().iterator().next().getName().toString(), null,
					"There is no such property.", "Correct its name: docs/properties.md has them all.", cause);
		}
		ConfigurationProperty property = cause.getProperty();
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		String[] words = words(ClassUtils.resolvePrimitiveIfNecessary(type));
		if (findCause(cause, ConversionFailedException.class) == null || property == null || words == null) {
			return null;
		}
		return new InvalidHttpsPropertyException(name, property.getValue(), words[0], words[1] + ", or leave it out.",
				cause);
	}

	private static String below(BindException cause) {
		String name = cause.getName().toString();
		return switch (name) {
			case "https.certificates" -> "the names of a certificate as https.certificates.shop.domains";
			case "https.acme" -> "the CA as https.acme.server";
			case "https.acme.fallbacks" -> "a CA as https.acme.fallbacks[0].server";
			case "https.redirect" -> "whether to redirect as https.redirect.enabled";
			case "https.http" -> "the plain port as https.http.port, or whether there is one as https.http.enabled";
			case "https.hsts" -> "how long browsers are to remember it as https.hsts.max-age";
			case "https.store" -> "the directory as https.store.directory";
			default -> name.startsWith("https.certificates.") ? "its names as " + name + ".domains"
					: "what is meant below " + name;
		};
	}

	/**
	 * What is wrong with a value of that type, and what to write.
	 */
	private static String @Nullable [] words(Class<?> type) {
		if (type.isEnum()) {
			String names = Arrays.stream(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
			return new String[] { "It is none of " + names + ".", "Choose from " + names };
		}
		if (type == Duration.class) {
			return new String[] { "It is no length of time.", "Write a number and its unit, such as 30s, 12h or 7d" };
		}
		if (type == Boolean.class) {
			return new String[] { "It is neither true nor false.", "Set it to true or false" };
		}
		if (type == Integer.class) {
			return new String[] { "It is no whole number.", "Write one in digits" };
		}
		return (type == Double.class) ? new String[] { "It is no number.", "Write one such as 0.5" } : null;
	}

}
