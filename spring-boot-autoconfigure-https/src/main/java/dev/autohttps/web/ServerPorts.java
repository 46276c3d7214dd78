package dev.autohttps.web;

import java.net.BindException;
import java.util.function.IntConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The two ports of the application: the plain one that is wanted, and those that were
 * opened. The plain one is gone without if it cannot be had, since the application can do
 * its work without.
 */
public final class ServerPorts {

	private static final Log logger = LogFactory.getLog(ServerPorts.class);

	private final @Nullable Integer wanted;

	private final IntConsumer announcement;

	private volatile int plain;

	private volatile int https;

	private volatile boolean withoutTls;

	/**
	 * Create new ports.
	 * @param wanted the plain port, 0 for any, or {@code null} for none
	 * @param announcement told of the plain port when it was opened
	 */
	public ServerPorts(@Nullable Integer wanted, IntConsumer announcement) {
		this.wanted = wanted;
		this.announcement = announcement;
	}

	/**
	 * Return the plain port that a server is to open.
	 * @param serverPort the server's own port
	 * @param tls whether that port has TLS; if not, it is a plain port itself
	 * @return the port, 0 for any, or {@code null} for none
	 */
	public @Nullable Integer wantedBeside(int serverPort, boolean tls) {
		this.withoutTls = !tls;
		if (!tls) {
			return null;
		}
		if (this.wanted != null && this.wanted != 0 && this.wanted == serverPort) {
			logger.warn("Plain HTTP port " + this.wanted + " is the port of HTTPS too, so there is none: "
					+ "set https.http.port or server.port to another");
			return null;
		}
		return this.wanted;
	}

	/**
	 * Take note of the port of HTTPS.
	 * @param port the port that was opened
	 */
	public void httpsOpened(int port) {
		this.https = port;
	}

	/**
	 * Take note of the plain port.
	 * @param port the port that was opened
	 */
	public void plainOpened(int port) {
		this.plain = port;
		this.announcement.accept(port);
	}

	/**
	 * Say that the plain port cannot be had, and what to do.
	 * @param port the port
	 * @param ex why it cannot
	 */
	public void plainRefused(int port, Throwable ex) {
		this.plain = 0;
		logger.warn("Plain HTTP port " + port + " cannot be bound (" + reason(ex)
				+ "), so there is none: no redirect to HTTPS, and a CA that asks over HTTP (http-01) gets no answer. "
				+ "Stop what listens there or, if this user may not bind it, grant the capability CAP_NET_BIND_SERVICE "
				+ "or lower sysctl net.ipv4.ip_unprivileged_port_start; or set https.http.port to another");
	}

	/**
	 * Return the port of HTTPS.
	 * @return the port, or 0 while it is not open
	 */
	int https() {
		return this.https;
	}

	/**
	 * Return the plain port.
	 * @return the port, or 0 if it is not open
	 */
	int plain() {
		return this.plain;
	}

	/**
	 * Return whether the application is reached without TLS, and so a CA's question is.
	 * @return whether it is
	 */
	public boolean hasPlain() {
		return this.plain > 0 || this.withoutTls;
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
