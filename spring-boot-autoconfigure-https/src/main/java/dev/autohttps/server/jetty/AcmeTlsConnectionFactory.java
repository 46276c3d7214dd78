package dev.autohttps.server.jetty;

import dev.autohttps.ssl.ChallengeCertificates;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;

/**
 * Lets Jetty negotiate the protocol in which a CA looks at the certificate of a
 * challenge: once the handshake is done there is nothing to say.
 */
class AcmeTlsConnectionFactory extends AbstractConnectionFactory {

	AcmeTlsConnectionFactory() {
		super(ChallengeCertificates.PROTOCOL);
	}

	@Override
	public Connection newConnection(Connector connector, EndPoint endPoint) {
		return new AbstractConnection(endPoint, connector.getExecutor()) {

			@Override
			public void onOpen() {
				super.onOpen();
				close();
			}

			@Override
			public void onFillable() {
				close();
			}

		};
	}

}
