package dev.autohttps.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Tells the environment, as {@code local.https.http-port}, which plain port was bound, in
 * the way in which Boot tells {@code local.server.port}.
 */
class LocalPortProperty implements IntConsumer {

	private static final String SOURCE = "server.ports";

	private final ConfigurableEnvironment environment;

	LocalPortProperty(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	@SuppressWarnings("unchecked")
	public void accept(int port) {
		MutablePropertySources sources = this.environment.getPropertySources();
		if (!sources.contains(SOURCE)) {
			sources.addFirst(new MapPropertySource(SOURCE, new HashMap<>()));
		}
		if (sources.get(SOURCE) instanceof MapPropertySource source) {
			((Map<String, Object>) (Map<?, ?>) source.getSource()).put("local.https.http-port", port);
		}
	}

}
