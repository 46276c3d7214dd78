package dev.autohttps.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

import dev.autohttps.actuate.ServerDescriptor;
import dev.autohttps.actuate.Servers;
import dev.autohttps.ssl.ServerTlsConfigurer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.util.StringUtils;

/**
 * The servers that are open, and which certificates their clients see.
 */
final class OpenServers implements Servers, ApplicationListener<WebServerInitializedEvent> {

	private static final String APPLICATION = "application";

	private static final String MANAGEMENT = "management";

	private final Set<String> names;

	private final ServerProperties server;

	private final ObjectProvider<ManagementServerProperties> management;

	private final Map<String, Integer> ports = new ConcurrentSkipListMap<>();

	OpenServers(Collection<String> names, ServerProperties server,
			ObjectProvider<ManagementServerProperties> management) {
		this.names = Set.copyOf(names);
		this.server = server;
		this.management = management;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		String namespace = event.getApplicationContext().getServerNamespace();
		this.ports.put(StringUtils.hasText(namespace) ? namespace : APPLICATION, event.getWebServer().getPort());
	}

	@Override
	public List<ServerDescriptor> serving(String certificate) {
		List<ServerDescriptor> serving = new ArrayList<>();
		this.ports.forEach((name, port) -> {
			if (serves(name, certificate)) {
				serving.add(new ServerDescriptor(name, port));
			}
		});
		return serving;
	}

	private boolean serves(String name, String certificate) {
		if (name.equals(APPLICATION)) {
			Ssl ssl = this.server.getSsl();
			return ssl == null || serves(ssl, certificate);
		}
		ManagementServerProperties properties = this.management.getIfAvailable();
		Ssl ssl = (properties != null && name.equals(MANAGEMENT)) ? properties.getSsl() : null;
		return ssl != null && serves(ssl, certificate);
	}

	/**
	 * A server that names one of our bundles shows that one alone.
	 */
	private boolean serves(Ssl ssl, String certificate) {
		String bundle = ssl.getBundle();
		return ssl.isEnabled() && !ServerTlsConfigurer.hasOwnKey(ssl, this.names)
				&& (bundle == null || bundle.equals(certificate));
	}

}
