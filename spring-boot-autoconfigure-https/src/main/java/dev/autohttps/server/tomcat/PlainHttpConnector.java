package dev.autohttps.server.tomcat;

import java.net.InetAddress;

import dev.autohttps.web.ServerPorts;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.TomcatWebServerFactory;

/**
 * The connector of the plain port. If the port cannot be bound the application goes
 * without it.
 */
class PlainHttpConnector extends Connector {

	private static final Log logger = LogFactory.getLog(PlainHttpConnector.class);

	private final ServerPorts ports;

	private boolean unbound;

	PlainHttpConnector(int port, @Nullable InetAddress address, ServerPorts ports) {
		super(TomcatWebServerFactory.DEFAULT_PROTOCOL);
		this.ports = ports;
		setPort(port);
		// Hardly anybody comes this way, so no threads wait for them.
		setProperty("minSpareThreads", "1");
		setProperty("bindOnInit", "false");
		if (address != null && getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
			protocol.setAddress(address);
		}
		addLifecycleListener(this::leaveIfUnbound);
	}

	@Override
	protected void startInternal() throws LifecycleException {
		try {
			super.startInternal();
			this.ports.plainOpened(getLocalPort());
		}
		catch (LifecycleException ex) {
			this.ports.plainRefused(getPort(), ex);
			this.unbound = true;
		}
	}

	/**
	 * A connector that stayed would be in Boot's line about the ports, as port -1.
	 */
	private void leaveIfUnbound(LifecycleEvent event) {
		if (!this.unbound || !Lifecycle.AFTER_START_EVENT.equals(event.getType())) {
			return;
		}
		try {
			stop();
			destroy();
		}
		catch (LifecycleException ex) {
			logger.debug("The connector of the plain port could not be destroyed", ex);
		}
	}

}
