package dev.autohttps.server.tomcat;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import dev.autohttps.ssl.NoClientCertificates;
import dev.autohttps.ssl.ServerSslBundle;
import dev.autohttps.web.PlainHttpResponder;
import org.apache.catalina.connector.Connector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.Ssl.ClientAuth;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.core.Ordered;

/**
 * Lets embedded Tomcat serve HTTPS with our SSL context, and opens the plain port.
 */
public final class TomcatHttpsCustomizer implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

	private static final Log logger = LogFactory.getLog(TomcatHttpsCustomizer.class);

	private final ServerSslBundle bundle;

	private final PlainHttpResponder responder;

	private final @Nullable Integer plainPort;

	/**
	 * Create a new customizer.
	 * @param bundle what the server is given
	 * @param responder answers the plain port
	 * @param plainPort the plain port, 0 for any, or {@code null} for none
	 */
	public TomcatHttpsCustomizer(ServerSslBundle bundle, PlainHttpResponder responder, @Nullable Integer plainPort) {
		this.bundle = bundle;
		this.responder = responder;
		this.plainPort = plainPort;
	}

	@Override
	public void customize(TomcatWebServerFactory factory) {
		Ssl ssl = factory.getSsl();
		if (ssl != null && (!ssl.isEnabled() || hasKey(ssl))) {
			logger.info(ssl.isEnabled() ? "server.ssl names a key of its own, so the server's port is left to it"
					: "server.ssl.enabled is false, so the server's port is left without TLS");
			return;
		}
		factory.setSsl(forBundle(ssl));
		factory.setSslBundles(this.bundle
			.registry((ssl != null) ? SslOptions.of(ssl.getCiphers(), ssl.getEnabledProtocols()) : SslOptions.NONE));
		X509TrustManager trust = trust(ssl);
		SSLContext context = this.bundle.createSslContext(trust);
		factory.addConnectorCustomizers((connector) -> use(context, trust, connector));
		openPlainPort(factory);
	}

	private void openPlainPort(TomcatWebServerFactory factory) {
		Integer port = this.plainPort;
		if (port == null) {
			return;
		}
		if (port != 0 && port == factory.getPort()) {
			logger.warn("Plain HTTP port " + port + " is the port of HTTPS too, so there is none: "
					+ "set https.http.port or server.port to another");
			return;
		}
		Connector plain = new PlainHttpConnector(port, factory.getAddress());
		factory.addAdditionalConnectors(plain);
		factory.addEngineValves(new PlainHttpValve(plain, this.responder));
	}

	/**
	 * Tomcat would build a context from the bundle's key store, which knows one
	 * certificate and never changes.
	 */
	private void use(SSLContext context, X509TrustManager trust, Connector connector) {
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
			for (SSLHostConfig host : protocol.findSslHostConfigs()) {
				for (SSLHostConfigCertificate certificate : host.getCertificates()) {
					certificate.setSslContext(SSLUtil.createSSLContext(context, this.bundle.keyManager(), trust));
				}
			}
		}
	}

	private static Ssl forBundle(@Nullable Ssl configured) {
		Ssl ssl = Ssl.forBundle(ServerSslBundle.NAME);
		if (configured != null) {
			ssl.setClientAuth(configured.getClientAuth());
		}
		return ssl;
	}

	/**
	 * The context must have the trust of client certificates too: Tomcat does not read it
	 * from the bundle any more.
	 */
	private static X509TrustManager trust(@Nullable Ssl ssl) {
		if (ssl == null || ssl.getClientAuth() == null || ssl.getClientAuth() == ClientAuth.NONE) {
			return new NoClientCertificates();
		}
		for (TrustManager trust : WebServerSslBundle.get(ssl).getManagers().getTrustManagers()) {
			if (trust instanceof X509TrustManager x509) {
				return x509;
			}
		}
		throw new IllegalStateException("server.ssl has no trust that could decide about client certificates");
	}

	private static boolean hasKey(Ssl ssl) {
		return ssl.getBundle() != null || ssl.getKeyStore() != null || ssl.getCertificate() != null
				|| !ssl.getServerNameBundles().isEmpty();
	}

	/**
	 * After Boot's own customizers, which set what {@code server.ssl} says.
	 */
	@Override
	public int getOrder() {
		return 100;
	}

}
