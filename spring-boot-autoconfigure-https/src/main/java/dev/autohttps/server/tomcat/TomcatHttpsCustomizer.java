package dev.autohttps.server.tomcat;

import java.util.function.Function;

import javax.net.ssl.SSLContext;

import dev.autohttps.ssl.ServerTls;
import dev.autohttps.web.PortResponders;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Lets embedded Tomcat serve HTTPS with our SSL context, and opens the plain port.
 */
public final class TomcatHttpsCustomizer implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

	private final Function<AbstractConfigurableWebServerFactory, @Nullable ServerTls> configurer;

	private final @Nullable PortResponders responders;

	/**
	 * Create a new customizer.
	 * @param configurer gives a server its TLS, or {@code null} for none of ours
	 * @param responders answer before the application does, or {@code null} for nobody
	 */
	public TomcatHttpsCustomizer(Function<AbstractConfigurableWebServerFactory, @Nullable ServerTls> configurer,
			@Nullable PortResponders responders) {
		this.configurer = configurer;
		this.responders = responders;
	}

	@Override
	public void customize(TomcatWebServerFactory factory) {
		ServerTls tls = this.configurer.apply(factory);
		if (tls != null) {
			SSLContext context = tls.createContext();
			factory.addConnectorCustomizers((connector) -> use(tls, context, connector));
		}
		if (this.responders != null) {
			Connector plain = openPlainPort(factory, this.responders);
			factory.addEngineValves(new ResponderValve(plain, this.responders.onPlain(), this.responders.onOther()));
		}
	}

	private static @Nullable Connector openPlainPort(TomcatWebServerFactory factory, PortResponders responders) {
		Integer port = responders.ports().wantedBeside(factory.getPort(), Ssl.isEnabled(factory.getSsl()));
		if (port == null) {
			return null;
		}
		Connector plain = new PlainHttpConnector(port, factory.getAddress(), responders.ports());
		factory.addAdditionalConnectors(plain);
		return plain;
	}

	/**
	 * Tomcat would build a context from the bundle's key store, which knows one
	 * certificate and never changes.
	 */
	private static void use(ServerTls tls, SSLContext context, Connector connector) {
		connector.addUpgradeProtocol(new AcmeTlsProtocol());
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
			for (SSLHostConfig host : protocol.findSslHostConfigs()) {
				// As the other servers do by themselves.
				host.setHonorCipherOrder(true);
				for (SSLHostConfigCertificate certificate : host.getCertificates()) {
					certificate.setSslContext(SSLUtil.createSSLContext(context, tls.keyManager(), tls.trustManager()));
				}
			}
		}
	}

	/**
	 * After Boot's own customizers, which set what {@code server.ssl} says.
	 */
	@Override
	public int getOrder() {
		return 100;
	}

}
