package dev.autohttps.server.netty;

import java.net.InetAddress;
import java.util.function.Supplier;

import dev.autohttps.web.PortResponders;
import dev.autohttps.web.RespondingHttpHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * The plain port of Reactor Netty: a second server, opened after the first and closed as
 * gracefully. If the port cannot be bound the application goes without it.
 */
public final class NettyPlainPort implements SmartLifecycle {

	private final PortResponders responders;

	private final Supplier<HttpHandler> application;

	private final boolean useForwardHeaders;

	private final @Nullable ReactorResourceFactory resources;

	private @Nullable NettyReactiveWebServerFactory factory;

	private volatile @Nullable WebServer server;

	/**
	 * Create a new plain port.
	 * @param responders what it answers
	 * @param application the application, for what it does not answer itself
	 * @param useForwardHeaders whether the server believes a proxy's header fields
	 * @param resources what the servers share, or {@code null} for that of the JVM
	 */
	public NettyPlainPort(PortResponders responders, Supplier<HttpHandler> application, boolean useForwardHeaders,
			@Nullable ReactorResourceFactory resources) {
		this.responders = responders;
		this.application = application;
		this.useForwardHeaders = useForwardHeaders;
		this.resources = resources;
	}

	/**
	 * Take over what the application's server is configured with.
	 */
	void standBeside(int serverPort, boolean tls, @Nullable InetAddress address, Shutdown shutdown) {
		Integer port = this.responders.ports().wantedBeside(serverPort, tls);
		if (port != null) {
			this.factory = new NettyReactiveWebServerFactory(port);
			this.factory.setAddress(address);
			this.factory.setShutdown(shutdown);
			this.factory.setResourceFactory(this.resources);
			this.factory.setUseForwardHeaders(this.useForwardHeaders);
		}
	}

	@Override
	public void start() {
		NettyReactiveWebServerFactory present = this.factory;
		if (present == null) {
			return;
		}
		WebServer opening = present
			.getWebServer(new RespondingHttpHandler(this.responders.onPlain(), this.application.get()));
		try {
			opening.start();
			this.server = opening;
			this.responders.ports().plainOpened(opening.getPort());
		}
		catch (PortInUseException ex) {
			this.responders.ports().plainRefused(ex.getPort(), ex);
		}
		catch (WebServerException ex) {
			this.responders.ports().plainRefused(present.getPort(), ex);
		}
	}

	@Override
	public void stop(Runnable callback) {
		WebServer open = this.server;
		if (open == null) {
			callback.run();
			return;
		}
		open.shutDownGracefully((result) -> {
			stop();
			callback.run();
		});
	}

	@Override
	public void stop() {
		WebServer open = this.server;
		this.server = null;
		if (open != null) {
			open.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.server != null;
	}

	/**
	 * As the application's own server, which stays open while the application pauses.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Drained at the same time as the application's own server.
	 */
	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
	}

}
