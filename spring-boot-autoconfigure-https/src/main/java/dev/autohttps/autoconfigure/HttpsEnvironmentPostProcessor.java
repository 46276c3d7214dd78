package dev.autohttps.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.autohttps.autoconfigure.HttpsProperties.Issuer;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Adds the ports that suit HTTPS as the least of all property sources, so that whoever
 * reads {@code server.port} reads the same.
 */
class HttpsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String SOURCE = "httpsDefaults";

	private static final String TOMCAT = "org.springframework.boot.tomcat.TomcatWebServerFactory";

	private static final String PORT = "server.port";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!environment.getProperty("https.enabled", Boolean.class, true)
				|| !ClassUtils.isPresent(TOMCAT, application.getClassLoader())) {
			return;
		}
		boolean local = isLocal(environment);
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put(PORT, local ? 8443 : 443);
		defaults.put("https.http.port", httpPort(environment, local));
		environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults));
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	private static int httpPort(ConfigurableEnvironment environment, boolean local) {
		if ("0".equals(environment.getProperty(PORT))) {
			return 0;
		}
		return local ? 8080 : 80;
	}

	/**
	 * Whether no certificate comes from a CA on the internet.
	 */
	private static boolean isLocal(ConfigurableEnvironment environment) {
		if (StandIn.reason(environment) != null) {
			return true;
		}
		Binder binder = Binder.get(environment);
		Issuer issuer = binder.bind("https.issuer", Issuer.class).orElse(null);
		if (issuer != null) {
			return issuer == Issuer.LOCAL;
		}
		return !binder.bind("https.domains", Bindable.listOf(String.class)).isBound()
				&& !binder.bind("https.certificates", Bindable.mapOf(String.class, Object.class)).isBound();
	}

}
