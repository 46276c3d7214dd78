package dev.autohttps.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.autoconfigure.HttpsProperties.Certificate;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Adds the ports that suit HTTPS as the least of all property sources, so that whoever
 * reads {@code server.port} reads the same.
 */
class HttpsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final List<String> SERVERS = List.of("org.springframework.boot.tomcat.TomcatWebServerFactory",
			"org.springframework.boot.jetty.JettyWebServerFactory",
			"org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory");

	/**
	 * What gives a server a key of its own, so that its port is none of our business.
	 */
	private static final List<String> OWN_KEY = List.of("server.ssl.key-store", "server.ssl.certificate");

	private static final String PORT = "server.port";

	private static final String HTTP_PORT = "https.http.port";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!environment.getProperty("https.enabled", Boolean.class, true) || !leavesServerToUs(environment)
				|| SERVERS.stream().noneMatch((one) -> ClassUtils.isPresent(one, application.getClassLoader()))) {
			return;
		}
		boolean local = isLocal(environment);
		Map<String, Object> defaults = new LinkedHashMap<>();
		putIfUnset(environment, defaults, HTTP_PORT, httpPort(environment, local));
		putIfUnset(environment, defaults, PORT, local ? 8443 : 443);
		// Boot keeps this source behind those that are added later, such as what
		// @PropertySource names.
		DefaultPropertiesPropertySource.addOrMerge(defaults, environment.getPropertySources());
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	/**
	 * Whether {@code server.ssl} says neither that the server is to have no TLS nor that
	 * it is to have a key that is none of ours.
	 */
	static boolean leavesServerToUs(Environment environment) {
		return environment.getProperty("server.ssl.enabled", Boolean.class, true) && !hasOwnKey(environment);
	}

	private static boolean hasOwnKey(Environment environment) {
		String bundle = environment.getProperty("server.ssl.bundle");
		boolean ours = bundle == null || bundle.equals(HttpsProperties.DEFAULT_NAME)
				|| Binder.get(environment)
					.bind("https.certificates." + bundle, Bindable.mapOf(String.class, Object.class))
					.isBound();
		return !ours || OWN_KEY.stream().anyMatch(environment::containsProperty);
	}

	/**
	 * The application may have default properties of its own in the same source.
	 */
	private static void putIfUnset(ConfigurableEnvironment environment, Map<String, Object> defaults, String name,
			int value) {
		if (!environment.containsProperty(name)) {
			defaults.put(name, value);
		}
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
		try {
			return isLocal(Binder.get(environment));
		}
		catch (BindException ex) {
			// Told once there is a context, and with it whoever explains it.
			return false;
		}
	}

	private static boolean isLocal(Binder binder) {
		Issuer general = binder.bind("https.issuer", Issuer.class).orElse(null);
		List<String> domains = binder.bind("https.domains", Bindable.listOf(String.class)).orElse(List.of());
		Map<String, Certificate> certificates = binder
			.bind("https.certificates", Bindable.mapOf(String.class, Certificate.class))
			.orElse(Map.of());
		if (domains.isEmpty() && certificates.isEmpty()) {
			return general != Issuer.ACME;
		}
		boolean otherwise = general == Issuer.LOCAL;
		return (domains.isEmpty() || otherwise) && certificates.values()
			.stream()
			.allMatch((one) -> (one.issuer() != null) ? one.issuer() == Issuer.LOCAL : otherwise);
	}

}
