package dev.autohttps.server.jetty;

import java.net.InetAddress;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.ServerTls;
import dev.autohttps.web.PortResponders;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NegotiatingServerConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Lets embedded Jetty serve HTTPS with our SSL context, and opens the plain port.
 */
public final class JettyHttpsCustomizer implements WebServerFactoryCustomizer<JettyWebServerFactory>, Ordered {

	private final Function<AbstractConfigurableWebServerFactory, @Nullable ServerTls> configurer;

	private final @Nullable PortResponders responders;

	/**
	 * Create a new customizer.
	 * @param configurer gives a server its TLS, or {@code null} for none of ours
	 * @param responders answer before the application does, or {@code null} for nobody
	 */
	public JettyHttpsCustomizer(Function<AbstractConfigurableWebServerFactory, @Nullable ServerTls> configurer,
			@Nullable PortResponders responders) {
		this.configurer = configurer;
		this.responders = responders;
	}

	@Override
	public void customize(JettyWebServerFactory factory) {
		ServerTls tls = this.configurer.apply(factory);
		if (tls != null) {
			SSLContext context = tls.createContext(negotiated(factory.getHttp2()));
			factory.addServerCustomizers((server) -> use(context, server));
		}
		if (this.responders != null) {
			PortResponders present = this.responders;
			Integer port = present.ports().wantedBeside(factory.getPort(), Ssl.isEnabled(factory.getSsl()));
			InetAddress address = factory.getAddress();
			factory.addServerCustomizers((server) -> answer(present, server, port, address));
		}
	}

	/**
	 * With HTTP/2, Jetty negotiates by itself. The engine does it before it chooses the
	 * certificate, also in TLS 1.2, where Jetty does so after.
	 */
	private static String[] negotiated(@Nullable Http2 http2) {
		return (http2 != null && http2.isEnabled()) ? new String[0]
				: new String[] { ChallengeCertificates.PROTOCOL, "http/1.1", "http/1.0" };
	}

	private static void use(SSLContext context, Server server) {
		for (Connector connector : server.getConnectors()) {
			SslConnectionFactory ssl = connector.getConnectionFactory(SslConnectionFactory.class);
			if (ssl != null && connector instanceof ServerConnector own) {
				ssl.getSslContextFactory().setSslContext(context);
				ssl.getSslContextFactory().setRenegotiationAllowed(false);
				if (own.getConnectionFactory(NegotiatingServerConnectionFactory.class) != null) {
					own.addConnectionFactory(new AcmeTlsConnectionFactory());
				}
				own.addBean(new AcmeTlsFarewell());
				own.getContainedBeans(HttpConfiguration.class).forEach(JettyHttpsCustomizer::serveAnyHost);
			}
		}
	}

	/**
	 * Jetty refuses requests for a host that the certificate does not cover. Whether a
	 * client may have the default certificate is decided in the handshake.
	 */
	private static void serveAnyHost(HttpConfiguration configuration) {
		SecureRequestCustomizer customizer = configuration.getCustomizer(SecureRequestCustomizer.class);
		if (customizer != null) {
			customizer.setSniHostCheck(false);
		}
	}

	private static void answer(PortResponders responders, Server server, @Nullable Integer port,
			@Nullable InetAddress address) {
		Connector plain = null;
		if (port != null) {
			plain = new PlainHttpConnector(server, port, address, responders.ports());
			server.addConnector(plain);
		}
		ResponderHandler handler = new ResponderHandler(plain, responders.onPlain(), responders.onOther());
		handler.setHandler(server.getHandler());
		server.setHandler(handler);
	}

	/**
	 * After Boot's own customizers, which set what {@code server.ssl} says.
	 */
	@Override
	public int getOrder() {
		return 100;
	}

	/**
	 * Closes the connection of a CA that has looked at the certificate of a challenge
	 * (RFC 8737 section 4).
	 */
	private static final class AcmeTlsFarewell implements SslHandshakeListener {

		@Override
		public void handshakeSucceeded(Event event) {
			if (ChallengeCertificates.PROTOCOL.equals(event.getSSLEngine().getApplicationProtocol())) {
				event.getEndPoint().close();
			}
		}

	}

}
