package dev.autohttps.server.tomcat;

import java.util.HashMap;
import java.util.Map;

import org.apache.catalina.connector.Connector;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Tells the environment, as {@code local.https.http-port}, which plain port was bound, in
 * the way in which Boot tells {@code local.server.port}.
 */
public final class PlainPortListener implements ApplicationListener<WebServerInitializedEvent> {

	private static final String SOURCE = "server.ports";

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (event.getWebServer() instanceof TomcatWebServer server
				&& event.getApplicationContext().getEnvironment() instanceof ConfigurableEnvironment environment) {
			for (Connector connector : server.getTomcat().getService().findConnectors()) {
				if (connector instanceof PlainHttpConnector && connector.getLocalPort() > 0) {
					publish(environment.getPropertySources(), connector.getLocalPort());
				}
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void publish(MutablePropertySources sources, int port) {
		if (!sources.contains(SOURCE)) {
			sources.addFirst(new MapPropertySource(SOURCE, new HashMap<>()));
		}
		if (sources.get(SOURCE) instanceof MapPropertySource source) {
			((Map<String, Object>) (Map<?, ?>) source.getSource()).put("local.https.http-port", port);
		}
	}

}
