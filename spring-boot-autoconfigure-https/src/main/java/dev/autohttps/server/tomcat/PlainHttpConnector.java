package dev.autohttps.server.tomcat;

import java.net.BindException;
import java.net.InetAddress;

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
 * without it, since it can do its work without.
 */
class PlainHttpConnector extends Connector {

	private static final Log logger = LogFactory.getLog(PlainHttpConnector.class);

	private boolean unbound;

	PlainHttpConnector(int port, @Nullable InetAddress address) {
		super(TomcatWebServerFactory.DEFAULT_PROTOCOL);
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
		}
		catch (LifecycleException ex) {
			logger.warn("Plain HTTP port " + getPort() + " cannot be bound (" + reason(ex)
					+ "), so there is none: no redirect to HTTPS, and a CA that asks over HTTP (http-01) gets no answer. "
					+ "Stop what listens there or, if this user may not bind it, grant the capability CAP_NET_BIND_SERVICE "
					+ "or lower sysctl net.ipv4.ip_unprivileged_port_start; or set https.http.port to another");
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

	private static String reason(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof BindException) {
				return String.valueOf(cause.getMessage());
			}
		}
		return String.valueOf(ex.getMessage());
	}

}
