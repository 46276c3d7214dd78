package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Explains why the port of HTTPS cannot be opened: Tomcat says only that it cannot.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortFailureAnalyzer extends AbstractFailureAnalyzer<WebServerException> {

	private final Environment environment;

	PortFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, WebServerException cause) {
		Integer port = this.environment.getProperty("server.port", Integer.class);
		if (port == null || !this.environment.getProperty("https.enabled", Boolean.class, true)) {
			return null;
		}
		String problem = tryPort(port, this.environment.getProperty("server.address"));
		boolean inUse = problem.toLowerCase(Locale.ROOT).contains("in use");
		if (!isAbout(port, cause) && (inUse || findCause(cause, BindException.class) == null)) {
			// Another server of this application, such as the one of Actuator.
			return null;
		}
		String said = "Configuration property 'server.port' has the value '" + port + "', the port of HTTPS"
				+ (isDefault() ? " by default" : "") + ". ";
		if (problem.toLowerCase(Locale.ROOT).contains("permission denied")) {
			return new FailureAnalysis(said + "This user may not bind it (" + problem + ").", developer()
					+ "Do one of these: grant the capability CAP_NET_BIND_SERVICE (systemd: "
					+ "AmbientCapabilities=CAP_NET_BIND_SERVICE; --cap-add of a container gives it to root only); "
					+ "set sysctl net.ipv4.ip_unprivileged_port_start=" + Math.min(port, 80)
					+ " (a container has its own: --sysctl); or set server.port=8443 and https.http.port=8080 and have 443 and 80 forwarded to them.",
					cause);
		}
		if (!inUse) {
			return new FailureAnalysis(said + "It cannot be bound: " + problem + ".",
					"Set server.address to an address of this machine, or leave it out; or set server.port to another.",
					cause);
		}
		return new FailureAnalysis(said + "It cannot be bound: " + problem + ".",
				"Stop what listens on it (ss -ltnp 'sport = :" + port + "' shows it), or set server.port to another.",
				cause);
	}

	/**
	 * Whoever has not said where the ports are may have started on a laptop what is meant
	 * for a server.
	 */
	private String developer() {
		return isDefault() ? "On a machine for development: move https.domains to a profile, or set "
				+ "https.issuer=local and https.domains=localhost. On a server: " : "";
	}

	/**
	 * Tomcat names the port only where it is in use, or where it does not say why.
	 */
	private static boolean isAbout(int port, WebServerException cause) {
		if (cause instanceof PortInUseException inUse) {
			return inUse.getPort() == port;
		}
		return String.valueOf(cause.getMessage()).contains("port " + port + " ");
	}

	private boolean isDefault() {
		return this.environment instanceof ConfigurableEnvironment configurable && configurable.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
					&& source.containsProperty("server.port"))
			.findFirst()
			.filter((source) -> DefaultPropertiesPropertySource.hasMatchingName(source))
			.isPresent();
	}

	private static String tryPort(int port, @Nullable String address) {
		try (ServerSocket socket = new ServerSocket()) {
			InetAddress local = (address != null) ? InetAddress.getByName(address) : null;
			socket.bind(new InetSocketAddress(local, port));
			return "it was in use a moment ago";
		}
		catch (BindException ex) {
			return String.valueOf(ex.getMessage());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
