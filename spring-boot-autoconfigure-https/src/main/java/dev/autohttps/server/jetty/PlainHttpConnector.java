package dev.autohttps.server.jetty;

import java.net.BindException;
import java.net.InetAddress;

import dev.autohttps.web.ServerPorts;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * The connector of the plain port. If the port cannot be bound the application goes
 * without it.
 */
class PlainHttpConnector extends ServerConnector {

	private final ServerPorts ports;

	PlainHttpConnector(Server server, int port, @Nullable InetAddress address, ServerPorts ports) {
		super(server, 1, 1, new HttpConnectionFactory(configuration()));
		this.ports = ports;
		setPort(port);
		if (address != null) {
			setHost(address.getHostAddress());
		}
		// Metrics tell connectors apart by their names.
		setName("http");
		addEventListener(new LifeCycle.Listener() {

			@Override
			public void lifeCycleStarted(LifeCycle event) {
				leaveIfUnbound();
			}

		});
	}

	private static HttpConfiguration configuration() {
		HttpConfiguration configuration = new HttpConfiguration();
		configuration.setSendServerVersion(false);
		return configuration;
	}

	@Override
	protected void doStart() throws Exception {
		try {
			super.doStart();
			this.ports.plainOpened(getLocalPort());
		}
		catch (Exception ex) {
			if (!isAboutThePort(ex)) {
				throw ex;
			}
			this.ports.plainRefused(getPort(), ex);
		}
	}

	private static boolean isAboutThePort(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof BindException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A connector that stayed would be in Boot's line about the ports, as port -1.
	 */
	private void leaveIfUnbound() {
		if (!isOpen()) {
			getServer().removeConnector(this);
		}
	}

}
